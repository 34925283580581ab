using HtcFlow.Core.Campaigns;

namespace HtcFlow.Core.State;

/// <summary>Everything known about one stage. Changed by <see cref="Transitions.Applier"/> alone.</summary>
public sealed class StageState
{
    internal StageState(int index, StageSpec spec)
    {
        Index = index;
        Spec = spec;
        Ledger = new StageLedger(spec.Sweep.Count);
    }

    /// <summary>Position in the campaign.</summary>
    public int Index { get; }

    /// <summary>What the campaign says about it.</summary>
    public StageSpec Spec { get; }

    /// <summary>States of its tasks.</summary>
    public StageLedger Ledger { get; }

    /// <summary>Pending tasks whose dependencies are satisfied.</summary>
    public TaskSet Released { get; } = new();

    /// <summary>Pending tasks that can never start.</summary>
    public TaskSet Doomed { get; } = new();

    /// <summary>Tasks that wait for another attempt, by the number of that attempt.</summary>
    public SortedDictionary<int, RetryBatch> Retries { get; } = [];

    /// <summary>Dependencies of this stage.</summary>
    public IReadOnlyList<EdgeState> After { get; internal set; } = [];

    /// <summary>Dependencies on this stage.</summary>
    public IReadOnlyList<EdgeState> Before { get; internal set; } = [];

    /// <summary>Wall time of all ended attempts, in milliseconds.</summary>
    public long WallMilliseconds { get; internal set; }

    /// <summary>Wall times of the attempts that succeeded.</summary>
    public WallHistogram Walls { get; } = new();

    /// <summary>When a task of it was first seen running; null when none was.</summary>
    public DateTimeOffset? FirstStartedAt { get; internal set; }

    /// <summary>Attempts that ended, by outcome.</summary>
    public IReadOnlyList<long> Outcomes => Ended;

    /// <summary>Whether every task is final.</summary>
    public bool IsComplete => Ledger.FinalCount == Ledger.Count;

    /// <summary>Tasks that are final without a result.</summary>
    public long Fruitless => Ledger.FinalCount - Ledger.Tally(TaskState.Succeeded);

    /// <summary>Whether the stage counts as done for others although tasks failed.</summary>
    public bool IsWithinTolerance => Fruitless <= Spec.Tolerate;

    /// <summary>Whether its arrays may go to a target.</summary>
    public bool MayUse(TargetState target)
    {
        ArgumentNullException.ThrowIfNull(target);
        return Spec.Targets is not { } pinned || pinned.Contains(target.Spec.Name, StringComparer.Ordinal);
    }

    /// <summary>Whether a task is under way in this array, and not finished, given back, or under way in a later one.</summary>
    /// <remarks>A task that was cancelled and then tried again may stand in two open arrays; it belongs to the one of its latest attempt.</remarks>
    public bool IsUnderWay(ArrayState array, long task)
    {
        ArgumentNullException.ThrowIfNull(array);
        return Ledger.StateOf(task) is TaskState.Submitted or TaskState.Running && Ledger.AttemptsOf(task) == array.Attempt;
    }

    /// <summary>How often the engine stopped a task because it took too long; the bar rises with it.</summary>
    public int StopsOf(long task) => Stops.GetValueOrDefault(task);

    /// <summary>Tasks that were ever stopped, with how often; few, so kept apart from the ledger.</summary>
    internal Dictionary<long, int> Stops { get; } = [];

    internal void CountStop(long task) => Stops[task] = StopsOf(task) + 1;

    internal long[] Ended { get; } = new long[(int)Wire.Outcome.Cancelled + 1];
}
