using HtcFlow.Core.Campaigns;
using HtcFlow.Core.State;

namespace HtcFlow.Core.Transitions;

/// <summary>Keeps what follows from task states: which pending tasks may start and which never can.</summary>
internal static class Dependencies
{
    /// <summary>Computes everything from the ledgers alone: at creation, and after tasks were reopened.</summary>
    public static void Rebuild(CampaignState state)
    {
        foreach (StageState stage in state.Stages)
        {
            stage.Released.Clear();
            stage.Doomed.Clear();
            foreach (EdgeState edge in stage.Before)
            {
                edge.Finished.Clear();
                edge.Fruitless.Clear();
                if (edge.Kind == EdgeKind.Axes)
                {
                    Recount(edge);
                }
            }
        }

        foreach (StageState stage in state.Stages)
        {
            if (stage.After.Count == 0 && stage.Ledger.Tally(TaskState.Pending) == stage.Ledger.Count)
            {
                stage.Released.Fill(stage.Ledger.Count);
            }
            else if (stage.After.Count == 0 || stage.After.Any(CanDecide))
            {
                Consider(stage, stage.Ledger.Select(s => s == TaskState.Pending));
            }
        }
    }

    /// <summary>A task became final.</summary>
    public static void OnTaskFinal(StageState stage, long index, bool succeeded)
    {
        foreach (EdgeState edge in stage.Before)
        {
            edge.Count(index, succeeded, +1);
            Consider(edge.After, edge.AffectedBy(index));
        }

        // Each such end adds one, so this is the end that used the tolerance up: groups that could do without it no longer can.
        if (!succeeded && stage.Fruitless == stage.Spec.Tolerate + 1)
        {
            ReconsiderGroups(stage);
        }
    }

    /// <summary>A final task turned out to have a result; undoes what <see cref="OnTaskFinal"/> counted. Its new state is in the ledger.</summary>
    public static void OnTaskReopened(StageState stage, long index)
    {
        foreach (EdgeState edge in stage.Before)
        {
            edge.Count(index, succeeded: false, -1);
        }

        if (stage.Fruitless == stage.Spec.Tolerate)
        {
            ReconsiderGroups(stage);
        }
    }

    /// <summary>The last open task of a stage became final: whoever waits for all of it is decided.</summary>
    public static void OnStageComplete(StageState stage)
    {
        foreach (EdgeState edge in stage.Before)
        {
            if (edge.Kind != EdgeKind.All)
            {
                continue;
            }

            StageState waiting = edge.After;
            bool untouched = waiting.Ledger.Tally(TaskState.Pending) == waiting.Ledger.Count;
            if (untouched && waiting.After.All(e => e.Kind == EdgeKind.All && e.IsSatisfied(0)))
            {
                waiting.Doomed.Clear();
                waiting.Released.Fill(waiting.Ledger.Count);
            }
            else if (untouched && waiting.After.Any(e => e.Kind == EdgeKind.All && e.IsBroken(0)))
            {
                waiting.Released.Clear();
                waiting.Doomed.Fill(waiting.Ledger.Count);
            }
            else
            {
                Consider(waiting, waiting.Ledger.Select(s => s == TaskState.Pending));
            }
        }
    }

    private static void Consider(StageState stage, IEnumerable<long> tasks)
    {
        foreach (long task in tasks)
        {
            if (stage.Ledger.StateOf(task) != TaskState.Pending)
            {
                continue;
            }

            if (stage.After.Any(edge => edge.IsBroken(task)))
            {
                stage.Released.Remove(task);
                stage.Doomed.Add(task);
            }
            else if (stage.After.All(edge => edge.IsSatisfied(task)))
            {
                stage.Doomed.Remove(task);
                stage.Released.Add(task);
            }
            else
            {
                stage.Doomed.Remove(task);
                stage.Released.Remove(task);
            }
        }
    }

    private static void ReconsiderGroups(StageState stage)
    {
        foreach (EdgeState edge in stage.Before.Where(e => e.Kind == EdgeKind.Axes))
        {
            Consider(edge.After, edge.After.Ledger.Select(s => s == TaskState.Pending));
        }
    }

    // Spares a walk over millions of pending tasks behind a stage that is far from complete.
    private static bool CanDecide(EdgeState edge) =>
        edge.Kind == EdgeKind.All ? edge.Before.IsComplete : edge.Before.Ledger.FinalCount > 0;

    private static void Recount(EdgeState edge)
    {
        StageLedger ledger = edge.Before.Ledger;
        foreach (long i in ledger.Select(TransitionTable.IsFinal))
        {
            edge.Count(i, ledger.StateOf(i) == TaskState.Succeeded, +1);
        }
    }
}
