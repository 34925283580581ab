using HtcFlow.Core.State;
using HtcFlow.Core.Wire;
using HtcFlow.Engine.Lanes;

namespace HtcFlow.Engine.Observe;

/// <summary>What a lane remembers of an array's ledger between two looks, so that looking again costs what has changed.</summary>
/// <remarks>Changed only after a whole call succeeded: what a failed call saw was told to nobody.</remarks>
internal sealed class LedgerMemory
{
    // One LIST request of S3 gives at most this many keys.
    private const int PageKeys = 1_000;

    // A long ledger is listed again when it has grown by a sixteenth: a key is then listed 1 + 16 times on the whole, however
    // often somebody looks (the sum of a geometric series with ratio 17/16).
    private const int GrowthShare = 16;

    // A hundred keys that were seen already are worth waiting another poll, up to the ten polls that a whole page is worth.
    private const int KeysPerPoll = 100;
    private const int PollsPerPage = PageKeys / KeysPerPoll;
    private long _ended = -1;
    private bool _wasOver;
    private TimeSpan _listedAt;

    /// <summary>Tasks whose success was told; a success is final, so later keys of them tell nothing.</summary>
    public TaskSet Told { get; } = new();

    /// <summary>Tasks of which an end of the array's own attempt was told that was no success: only another attempt's key is news of them.</summary>
    public TaskSet ToldEnds { get; } = new();

    /// <summary>Tasks of which an end was told; one that failed and was finished by another attempt after all counts twice.</summary>
    public long Accounted => Told.Count + ToldEnds.Count;

    /// <summary>Number of keys at the last look.</summary>
    public long Listed { get; private set; }

    /// <summary>Ended elements that the backend had named at the last look.</summary>
    public long Named { get; set; }

    /// <summary>Whether a listing may show something new and is worth what it costs.</summary>
    /// <param name="target">The array.</param>
    /// <param name="ended">Elements that have ended.</param>
    /// <param name="isOver">Whether the backend has named all of its elements as ended, which may be later than it counted them.</param>
    /// <param name="isNeeded">Whether something else hangs on it: the backend does not know the array, or has paid for names of ended elements.</param>
    /// <param name="now">Now, counted from any fixed moment.</param>
    /// <param name="pollInterval">How often statuses are worth asking for.</param>
    public bool IsWorthListing(ObservationTarget target, long ended, bool isOver, bool isNeeded, TimeSpan now, TimeSpan pollInterval)
    {
        if (isNeeded || (isOver && !_wasOver) || (ended != _ended && ended == target.Elements))
        {
            return true;
        }

        // In a pack keys appear while no element ends.
        bool mayHaveNews = target.Pack > 1 || ended != _ended;
        long news = Math.Max(0, ended - _ended) * target.Pack;
        long polls = Math.Max(Math.Min(Listed / KeysPerPoll, PollsPerPage), Listed / PageKeys);
        return mayHaveNews && (polls == 0 || news >= Listed / GrowthShare || now - _listedAt >= pollInterval * polls);
    }

    /// <summary>Takes note of what was told.</summary>
    public void Note(ObservationTarget target, LedgerPage page, long ended, bool isOver, TimeSpan now)
    {
        _ended = ended;
        _wasOver = isOver;
        _listedAt = now;
        Listed = page.Listed;
        foreach (LedgerKey key in page.Keys)
        {
            if (key.Outcome == Outcome.Succeeded)
            {
                Told.Add(key.Index);
            }
            else if (key.Attempt == target.Attempt)
            {
                ToldEnds.Add(key.Index);
            }
        }
    }
}
