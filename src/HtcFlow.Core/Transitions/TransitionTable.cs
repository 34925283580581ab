using HtcFlow.Core.State;

namespace HtcFlow.Core.Transitions;

/// <summary>The state machine of a task, as one table; the chart in ARCHITECTURE.md is tested against it.</summary>
/// <remarks>A result wins over everything: when an attempt that was given up, cancelled or replaced turns out to have
/// succeeded, the task has succeeded (its report was accepted by the store, exactly once).</remarks>
public static class TransitionTable
{
    private const int StateCount = (int)TaskState.Skipped + 1;
    private const int EventCount = (int)TaskEvent.Reset + 1;

    /// <summary>All rows: from, event, to.</summary>
    public static IReadOnlyList<(TaskState From, TaskEvent On, TaskState To)> Rows { get; } =
    [
        (TaskState.Pending, TaskEvent.Planned, TaskState.Submitted),
        (TaskState.Retrying, TaskEvent.Planned, TaskState.Submitted),
        (TaskState.Submitted, TaskEvent.Started, TaskState.Running),
        (TaskState.Submitted, TaskEvent.Accepted, TaskState.Succeeded),
        (TaskState.Running, TaskEvent.Accepted, TaskState.Succeeded),
        (TaskState.Retrying, TaskEvent.Accepted, TaskState.Succeeded),
        (TaskState.Failed, TaskEvent.Accepted, TaskState.Succeeded),
        (TaskState.Cancelled, TaskEvent.Accepted, TaskState.Succeeded),
        (TaskState.Submitted, TaskEvent.Retried, TaskState.Retrying),
        (TaskState.Running, TaskEvent.Retried, TaskState.Retrying),
        (TaskState.Submitted, TaskEvent.GaveUp, TaskState.Failed),
        (TaskState.Running, TaskEvent.GaveUp, TaskState.Failed),
        (TaskState.Submitted, TaskEvent.Returned, TaskState.Retrying),
        (TaskState.Pending, TaskEvent.Cancelled, TaskState.Cancelled),
        (TaskState.Submitted, TaskEvent.Cancelled, TaskState.Cancelled),
        (TaskState.Running, TaskEvent.Cancelled, TaskState.Cancelled),
        (TaskState.Retrying, TaskEvent.Cancelled, TaskState.Cancelled),
        (TaskState.Pending, TaskEvent.Skipped, TaskState.Skipped),
        (TaskState.Failed, TaskEvent.Requeued, TaskState.Retrying),
        (TaskState.Cancelled, TaskEvent.Requeued, TaskState.Retrying),
        (TaskState.Cancelled, TaskEvent.Reset, TaskState.Pending),
        (TaskState.Skipped, TaskEvent.Reset, TaskState.Pending),
    ];

    // Below Rows, because static members are initialised in the order of the text.
    private static readonly TaskState[] s_table = Build();

    /// <summary>The state that follows, or <see cref="TaskState.None"/> when the event cannot happen in this state.</summary>
    public static TaskState Next(TaskState from, TaskEvent on) => s_table[((int)from * EventCount) + (int)on];

    /// <summary>Whether a task in this state has nothing more to do.</summary>
    public static bool IsFinal(TaskState state) => state >= TaskState.Succeeded;

    private static TaskState[] Build()
    {
        var table = new TaskState[StateCount * EventCount];
        foreach ((TaskState from, TaskEvent on, TaskState to) in Rows)
        {
            table[((int)from * EventCount) + (int)on] = to;
        }

        return table;
    }
}
