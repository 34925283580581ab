using HtcFlow.Backends.Simulated.Ledgers;
using HtcFlow.Core.Guards;
using HtcFlow.Core.Guards.Rates;
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
    private static readonly GuardLimits s_none = new();

    /// <summary>Bars of attempts that were never raised, raised once, and so on; empty when there are none.</summary>
    internal IReadOnlyList<GuardLimits> Limits { get; init; } = [];

    /// <summary>What a runner would know of other tasks of the stage.</summary>
    internal SiblingPace? Siblings { get; init; }

    /// <summary>Tasks whose bar is raised once, twice, and so on.</summary>
    internal IReadOnlyList<IndexSet> Raised { get; init; } = [];

    /// <summary>Bars of a task.</summary>
    internal GuardLimits LimitsOf(long index)
    {
        int rises = Raised.Count;
        while (rises > 0 && Raised[rises - 1].PositionOf(index) < 0)
        {
            rises--;
        }

        return Limits.Count == 0 ? s_none : Limits[Math.Min(rises, Limits.Count - 1)];
    }

    /// <summary>Position of a task within the array; -1 behind the last of the element.</summary>
    internal long PositionOf(int element, int step)
    {
        long position = ((long)element * Pack) + step;
        return step < Pack && position < Tasks.Count ? position : -1;
    }
}
