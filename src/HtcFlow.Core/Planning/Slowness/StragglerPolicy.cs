using HtcFlow.Core.Facts;
using HtcFlow.Core.State;
using HtcFlow.Core.Sweeps;
using HtcFlow.Core.Wire;

namespace HtcFlow.Core.Planning.Slowness;

/// <summary>Decides which running attempts are stopped because they take far longer than their siblings took.</summary>
/// <remarks>
/// Pure. It is a guess that another host is faster, so it is made sparingly: rarely at a time, only where enough is known, never when
/// everything is slow at once, and with a bar that doubles for a task each time it was stopped, so that a task which is truly long finishes.
/// </remarks>
public static class StragglerPolicy
{
    /// <summary>Wall times that make a median worth trusting.</summary>
    public const int LeastWalls = 20;

    /// <summary>Time over which stops are counted against <see cref="MostAtATime"/>.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(10);

    // 2^20 times the bar is beyond every campaign.
    private const int MostDoublings = 20;

    // So many attempts beyond the bar are no sign that everything is slow, however few others run.
    private const int Few = 5;

    // One per cent, of the running tasks for the cap and of the ended ones for the tail of a stage.
    private const int Percent = 100;

    /// <summary>Most attempts that may be stopped within a window: 1 % of those that run, at least one.</summary>
    public static long MostAtATime(StageState stage)
    {
        ArgumentNullException.ThrowIfNull(stage);
        return Math.Max(1, stage.Ledger.Tally(TaskState.Running) / Percent);
    }

    /// <summary>Time after which an attempt of a task that was never stopped is too long; null while too little of the stage has succeeded.</summary>
    public static TimeSpan? BarOf(StageState stage)
    {
        ArgumentNullException.ThrowIfNull(stage);
        double factor = stage.Spec.Watch.StragglerFactor;
        bool isKnown = factor > 1 && stage.Walls.Count >= LeastWalls && stage.Ledger.Tally(TaskState.Succeeded) * 2 >= stage.Ledger.Count;

        // In seconds and capped at ten years, because a factor times a median may not fit a TimeSpan.
        return isKnown
            ? TimeSpan.FromSeconds(Math.Min(factor * stage.Walls.Quantile(0.5).TotalSeconds, TimeSpan.FromDays(3650).TotalSeconds))
            : null;
    }

    /// <summary>Decides which attempts of a stage are stopped now.</summary>
    /// <param name="stage">The stage.</param>
    /// <param name="arrays">Its submitted arrays as they were last seen.</param>
    /// <param name="stoppedLately">Attempts of the stage that were stopped within the last <see cref="Window"/>.</param>
    public static IReadOnlyList<Fact> Plan(StageState stage, IEnumerable<RunningArray> arrays, long stoppedLately)
    {
        ArgumentNullException.ThrowIfNull(stage);
        ArgumentNullException.ThrowIfNull(arrays);
        long allowed = MostAtATime(stage) - stoppedLately;
        if (allowed <= 0 || BarOf(stage) is not { } bar)
        {
            return [];
        }

        var candidates = new List<(ArrayState Array, long Task, double Excess)>();
        long beyond = 0;
        foreach (RunningArray running in arrays)
        {
            beyond += Collect(stage, running, bar, candidates);
        }

        // When most attempts are beyond the bar, the world is slow and not their hosts. At the tail of a stage the few that are left are
        // always the slow ones, so that few say nothing about the world.
        bool isWorldSlow = beyond * 2 > stage.Ledger.Tally(TaskState.Running) && beyond > Math.Max(Few, stage.Ledger.FinalCount / Percent);
        if (isWorldSlow)
        {
            return [];
        }

        return
        [
            .. candidates.OrderByDescending(c => c.Excess).ThenBy(c => c.Array.Id.Value).ThenBy(c => c.Task)
                .Take((int)Math.Min(allowed, int.MaxValue))
                .GroupBy(c => c.Array)
                .Select(g => new Fact.AttemptsStopped(g.Key.Id, IndexSet.Of(g.Select(c => c.Task)))),
        ];
    }

    private static long Collect(
        StageState stage, RunningArray running, TimeSpan bar, List<(ArrayState Array, long Task, double Excess)> candidates)
    {
        long beyond = 0;
        ArrayState array = running.Array;
        foreach (RunStart start in array.Starts)
        {
            double ratio = (running.SeenAt - start.At) / bar;
            if (ratio <= 1)
            {
                continue;
            }

            foreach (long task in start.Tasks)
            {
                if (stage.Ledger.StateOf(task) != TaskState.Running || !stage.IsUnderWay(array, task)
                    || array.Stopped.PositionOf(task) >= 0
                    || running.Elements.PositionOf(array.Tasks.PositionOf(task) / array.Pack) < 0)
                {
                    continue;
                }

                beyond++;
                double excess = ratio / (1 << Math.Min(stage.StopsOf(task), MostDoublings));
                if (excess > 1 && MayStop(stage, array, task))
                {
                    candidates.Add((array, task, excess));
                }
            }
        }

        return beyond;
    }

    // Whatever stopping interrupts must be tried again, also the tasks of a pack that wait behind the slow one. Some schedulers run an element
    // again by themselves, which uses up an attempt that is not known yet.
    private static bool MayStop(StageState stage, ArrayState array, long task)
    {
        long first = array.Tasks.PositionOf(task) / array.Pack * array.Pack;
        for (long position = first; position < Math.Min(first + array.Pack, array.Tasks.Count); position++)
        {
            long other = array.Tasks[position];
            if (stage.IsUnderWay(array, other) && !(IsRetried(Outcome.Preempted) && IsRetried(Outcome.Lost)))
            {
                return false;
            }

            bool IsRetried(Outcome outcome) => RetryPolicy.Decide(
                stage.Spec.Retry, outcome, 0, array.Attempt + 1, stage.Ledger.FailuresOf(other)) == Verdict.Retry;
        }

        return true;
    }
}
