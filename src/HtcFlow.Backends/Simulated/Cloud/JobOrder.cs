using HtcFlow.Backends.Simulated.Ledgers;
using HtcFlow.Core.Sweeps;

namespace HtcFlow.Backends.Simulated.Cloud;

/// <summary>What is kept of an array's order.</summary>
/// <param name="Stage">Its stage.</param>
/// <param name="Tasks">Its tasks in order.</param>
/// <param name="Pack">Tasks of one element.</param>
/// <param name="Attempt">Attempt of its tasks.</param>
/// <param name="Ledger">Where its keys go; null when it came without an order, so that nobody writes keys.</param>
internal sealed record JobOrder(CloudStage Stage, IndexSet Tasks, int Pack, int Attempt, ArrayLedger? Ledger)
{
    /// <summary>Longest silence of an attempt whose bar was not raised, in milliseconds; 0 for no limit.</summary>
    internal long SilenceMilliseconds { get; init; }

    /// <summary>Longest run of a task in milliseconds; 0 for no limit.</summary>
    internal long WalltimeMilliseconds { get; init; }

    /// <summary>Whether a machine of low bandwidth is left.</summary>
    internal bool HasBandwidthLimit { get; init; }

    /// <summary>Tasks whose bar is raised once, twice, and so on.</summary>
    internal IReadOnlyList<IndexSet> Raised { get; init; } = [];

    /// <summary>How often the limits of a task are doubled.</summary>
    internal int RisesOf(long index)
    {
        int rises = Raised.Count;
        while (rises > 0 && Raised[rises - 1].PositionOf(index) < 0)
        {
            rises--;
        }

        return rises;
    }

    /// <summary>Position of a task within the array; -1 behind the last of the element.</summary>
    internal long PositionOf(int element, int step)
    {
        long position = ((long)element * Pack) + step;
        return step < Pack && position < Tasks.Count ? position : -1;
    }
}
