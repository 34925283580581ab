using HtcFlow.Core.State;
using HtcFlow.Core.Wire;

namespace HtcFlow.Engine.Observe;

/// <summary>What a lane remembers of an array's ledger between two looks, so that looking again costs what has changed.</summary>
/// <remarks>Changed only after a whole call succeeded: what a failed call saw was told to nobody.</remarks>
internal sealed class LedgerMemory
{
    private long _ended = -1;

    /// <summary>Tasks whose success was told; a success is final, so later keys of them tell nothing.</summary>
    public TaskSet Told { get; } = new();

    /// <summary>Number of keys at the last look.</summary>
    public long Listed { get; private set; }

    /// <summary>Whether a listing may show something new.</summary>
    /// <param name="target">The array.</param>
    /// <param name="ended">Elements that have ended.</param>
    /// <param name="isKnown">Whether the backend knows the array.</param>
    public bool IsWorthListing(Lanes.ObservationTarget target, long ended, bool isKnown) =>
        target.IsPacked || !isKnown || ended != _ended;

    /// <summary>Takes note of what was told.</summary>
    public void Note(LedgerPage page, long ended)
    {
        _ended = ended;
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
