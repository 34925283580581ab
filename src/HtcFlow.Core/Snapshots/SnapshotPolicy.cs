using HtcFlow.Core.Facts;

namespace HtcFlow.Core.Snapshots;

/// <summary>When a snapshot is worth its cost.</summary>
/// <param name="Least">Moves of tasks after which the first is kept; fewer are replayed in less than a second.</param>
/// <param name="Share">A snapshot costs what the campaign's tasks cost, so it waits for a move of one task in so many.</param>
/// <param name="AtRest">Moves after which an engine that ends cleanly keeps one.</param>
public sealed record SnapshotPolicy(long Least = 500_000, int Share = 4, long AtRest = 50_000)
{
    /// <summary>Whether to keep one now. The cost is a fixed one a move: tasks / (tasks / <see cref="Share"/>) = Share tasks written for each.</summary>
    /// <param name="tasks">Tasks of the campaign.</param>
    /// <param name="moves">Moves of tasks since the last snapshot.</param>
    /// <param name="isResting">Whether the engine is about to end.</param>
    public bool IsDue(long tasks, long moves, bool isResting) =>
        isResting ? moves >= AtRest : moves >= Math.Max(Least, tasks / Share);

    /// <summary>Tasks that a fact moves from one state to another, at most; 1 for a fact that is about no tasks.</summary>
    public static long MovesOf(Fact fact) => fact switch
    {
        Fact.ArrayPlanned planned => planned.Tasks.Count,
        Fact.TasksStarted started => started.Tasks.Count,
        Fact.AttemptsEnded ended => ended.Ends.Count,
        Fact.TasksSkipped skipped => skipped.Tasks.Count,
        Fact.TasksCancelled cancelled => cancelled.Tasks.Count,
        Fact.RetryRequested retry => retry.Tasks.Count,
        _ => 1,
    };
}
