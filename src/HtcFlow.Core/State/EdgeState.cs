using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Sweeps;

namespace HtcFlow.Core.State;

/// <summary>One dependency between two stages with what is known of it so far.</summary>
public sealed class EdgeState
{
    private readonly GroupKey? _before;
    private readonly GroupKey? _after;

    internal EdgeState(EdgeSpec spec, StageState before, StageState after)
    {
        Kind = spec.Kind;
        Before = before;
        After = after;
        if (spec.Kind == EdgeKind.Axes)
        {
            _before = new GroupKey(before.Spec.Sweep, spec.Axes);
            _after = new GroupKey(after.Spec.Sweep, spec.Axes);
        }
    }

    /// <summary>How tasks are matched.</summary>
    public EdgeKind Kind { get; }

    /// <summary>The stage that comes first.</summary>
    public StageState Before { get; }

    /// <summary>The stage that waits.</summary>
    public StageState After { get; }

    /// <summary>Final tasks of each group of the first stage.</summary>
    internal GroupCounters Finished { get; } = new();

    /// <summary>Final tasks without a result of each group of the first stage.</summary>
    internal GroupCounters Fruitless { get; } = new();

    /// <summary>Whether a waiting task has all it waits for.</summary>
    public bool IsSatisfied(long task) => Kind switch
    {
        EdgeKind.All => Before.IsComplete && Before.IsWithinTolerance,
        EdgeKind.Each => Before.Ledger.StateOf(task) == TaskState.Succeeded,
        _ => IsGroupDone(GroupOf(task)) && IsGroupUsable(GroupOf(task)),
    };

    /// <summary>Whether a waiting task can never have what it waits for (unless the user retries).</summary>
    public bool IsBroken(long task) => Kind switch
    {
        EdgeKind.All => Before.IsComplete && !Before.IsWithinTolerance,
        EdgeKind.Each => Before.Ledger.StateOf(task) > TaskState.Succeeded,
        _ => IsGroupDone(GroupOf(task)) && !IsGroupUsable(GroupOf(task)),
    };

    /// <summary>Tasks that may be affected now that a task of the first stage became final; empty while its group goes on.</summary>
    internal IEnumerable<long> AffectedBy(long finished) => Kind switch
    {
        EdgeKind.Each => [finished],
        EdgeKind.Axes when IsGroupDone(_before!.GroupOf(finished)) => _after!.MembersOf(_before.GroupOf(finished)),
        _ => [],
    };

    /// <summary>Counts a task of the first stage that became final (+1) or was reopened (-1).</summary>
    internal void Count(long task, bool succeeded, int change)
    {
        if (Kind == EdgeKind.Axes)
        {
            long group = _before!.GroupOf(task);
            Finished.Add(group, change);
            if (!succeeded)
            {
                Fruitless.Add(group, change);
            }
        }
    }

    private long GroupOf(long waitingTask) => _after!.GroupOf(waitingTask);

    private bool IsGroupDone(long group) => Finished[group] == _before!.Members;

    private bool IsGroupUsable(long group) =>
        Fruitless[group] == 0 || (Fruitless[group] < _before!.Members && Before.IsWithinTolerance);
}
