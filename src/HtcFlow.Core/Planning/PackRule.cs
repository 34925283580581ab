using HtcFlow.Core.State;

namespace HtcFlow.Core.Planning;

/// <summary>Decides how many tasks one element runs: as the campaign says, or, when it leaves it open, from measured wall times.</summary>
/// <remarks>
/// A pack that is left open begins with a probe of single tasks. It ends when enough of them have told their wall times, or when they
/// have run for so long that a start costs next to nothing beside them.
/// </remarks>
internal static class PackRule
{
    // The median of 20 times lies between the quartiles of what it stands for in 98 of 100 cases (binomial, n = 20, ranks 5 .. 15).
    private const int EnoughWalls = 20;

    // A start may cost 5 % of an element's time: start / (start + pack * wall) <= 1/20, so pack * wall >= 19 starts.
    private const int StartsPerElement = 19;

    // Tasks of a probe: enough to tell within one round of tasks, few enough to be nothing beside a stage that is worth packing.
    private const long LeastProbe = 256;
    private const int ProbesPerSlot = 4;

    // What a reclaimed machine takes along of a pack is at most this; nine of ten tasks stay within their share of it.
    private static readonly TimeSpan s_longestElement = TimeSpan.FromMinutes(30);
    private const double LongTask = 0.9;

    /// <summary>Tasks per element.</summary>
    /// <param name="stage">The stage.</param>
    /// <param name="waiting">Tasks that wait for the same attempt; the last ones are spread over all slots instead of queueing behind one.</param>
    /// <param name="limits">The backend's slots and cost of a start.</param>
    public static int PackFor(StageState stage, long waiting, PlanLimits limits)
    {
        long spread = limits.Slots == 0 ? long.MaxValue : Math.Max(1, (waiting + limits.Slots - 1) / limits.Slots);
        return (int)Math.Min(stage.Spec.IsPackAutomatic ? Measured(stage, limits) : stage.Spec.Pack, spread);
    }

    /// <summary>First attempts that may be planned now; all of them unless the stage is being probed.</summary>
    public static long MostFirstAttempts(StageState stage, PlanLimits limits, DateTimeOffset now)
    {
        if (ProbeEnds(stage, limits) <= now)
        {
            return long.MaxValue;
        }

        long underWay = stage.Ledger.Tally(TaskState.Submitted) + stage.Ledger.Tally(TaskState.Running);
        return Math.Max(0, Math.Max(LeastProbe, (long)limits.Slots * ProbesPerSlot) - underWay);
    }

    /// <summary>When the stage's probe ends at the latest; the beginning of time when there is none, its end while no task has started.</summary>
    public static DateTimeOffset ProbeEnds(StageState stage, PlanLimits limits)
    {
        bool isOpen = stage.Spec.IsPackAutomatic && limits.StartCost > TimeSpan.Zero && stage.Walls.Count < EnoughWalls;
        if (!isOpen)
        {
            return DateTimeOffset.MinValue;
        }

        // Tasks that still run then are long enough for packs of one; what ended meanwhile was seen at the next look.
        return stage.FirstStartedAt is { } first
            ? first + (limits.StartCost * (StartsPerElement + 1)) + limits.PollInterval
            : DateTimeOffset.MaxValue;
    }

    private static int Measured(StageState stage, PlanLimits limits)
    {
        if (stage.Walls.Count == 0)
        {
            return 1;
        }

        double pack = Math.Ceiling(limits.StartCost * StartsPerElement / stage.Walls.Quantile(0.5));
        TimeSpan longTask = stage.Walls.Quantile(LongTask);
        TimeSpan walltime = stage.Spec.Resources.Walltime;
        pack = Math.Min(pack, Math.Floor(s_longestElement / longTask));
        pack = walltime > TimeSpan.Zero ? Math.Min(pack, Math.Floor(walltime / longTask)) : pack;
        return (int)Math.Clamp(pack, 1, stage.Spec.Pack);
    }
}
