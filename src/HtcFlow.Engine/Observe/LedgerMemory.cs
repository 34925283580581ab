using HtcFlow.Core.State;
using HtcFlow.Core.Wire;
using HtcFlow.Engine.Lanes;

namespace HtcFlow.Engine.Observe;

/// <summary>What a lane remembers of an array's ledger between two looks, so that looking again costs what has changed.</summary>
/// <remarks>Changed only after a whole call succeeded: what a failed call saw was told to nobody.</remarks>
internal sealed class LedgerMemory
{
    // One LIST request of S3 gives at most this many keys; so many are listed whenever there is news.
    private const int PageKeys = 1_000;

    // A long ledger is listed again when it has grown by a sixteenth: a key is then listed 1 + 16 times on the whole, however
    // often somebody looks (the sum of a geometric series with ratio 17/16).
    private const int GrowthShare = 16;
    private long _ended = -1;
    private TimeSpan _listedAt;

    /// <summary>Tasks whose success was told; a success is final, so later keys of them tell nothing.</summary>
    public TaskSet Told { get; } = new();

    /// <summary>Number of keys at the last look.</summary>
    public long Listed { get; private set; }

    /// <summary>Whether a listing may show something new and is worth what it costs.</summary>
    /// <param name="target">The array.</param>
    /// <param name="ended">Elements that have ended.</param>
    /// <param name="isKnown">Whether the backend knows the array.</param>
    /// <param name="now">Now, counted from any fixed moment.</param>
    /// <param name="pollInterval">How often statuses are worth asking for; a listing of n pages may come every n of these.</param>
    public bool IsWorthListing(ObservationTarget target, long ended, bool isKnown, TimeSpan now, TimeSpan pollInterval)
    {
        if (!isKnown || (ended != _ended && ended == target.Elements))
        {
            return true;
        }

        // In a pack keys appear while no element ends.
        bool mayHaveNews = target.Pack > 1 || ended != _ended;
        long news = Math.Max(0, ended - _ended) * target.Pack;
        long pages = Listed / PageKeys;
        return mayHaveNews && (pages == 0 || news >= Listed / GrowthShare || now - _listedAt >= pollInterval * pages);
    }

    /// <summary>Takes note of what was told.</summary>
    public void Note(LedgerPage page, long ended, TimeSpan now)
    {
        _ended = ended;
        _listedAt = now;
        Listed = page.Listed;
        foreach (LedgerKey key in page.Keys)
        {
            if (key.Outcome == Outcome.Succeeded)
            {
                Told.Add(key.Index);
            }
        }
    }
}
