using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Planning;
using HtcFlow.Core.State;
using HtcFlow.Core.Sweeps;
using HtcFlow.Core.Transitions;

namespace HtcFlow.Core.Tests.Stories;

/// <summary>Says what must hold of every state, worked out from task states alone and as slowly as that takes.</summary>
internal static class Oracle
{
    public static void Check(CampaignState state)
    {
        foreach (StageState stage in state.Stages)
        {
            CheckTallies(stage);
            CheckDependencies(state, stage);
            CheckRetries(stage);
            CheckArrays(state, stage);
        }

        Assert.All(state.OpenArrays, array => Assert.InRange(array.EndedTasks, 0, array.TaskCount));
        Assert.True(ArrayPlanner.Outstanding(state) >= 0);
        Assert.Equal(
            state.Arrays.Where(a => a.Phase is ArrayPhase.Planned or ArrayPhase.Submitted).Select(a => a.Id),
            state.OpenArrays.Select(a => a.Id));
    }

    private static void CheckTallies(StageState stage)
    {
        var recount = new long[(int)TaskState.Skipped + 1];
        foreach (TaskState task in StatesOf(stage))
        {
            recount[(int)task]++;
        }

        Assert.Equal(recount, Enum.GetValues<TaskState>().Select(stage.Ledger.Tally));
        Assert.Equal(0, recount[0]);
    }

    private static void CheckDependencies(CampaignState state, StageState stage)
    {
        var released = new List<long>();
        var doomed = new List<long>();
        for (long i = 0; i < stage.Ledger.Count; i++)
        {
            if (stage.Ledger.StateOf(i) == TaskState.Pending)
            {
                bool?[] answers = [.. stage.Spec.After.Select(edge => Answer(state.Stages[state.Spec.StageIndexOf(edge.Stage)], edge, stage, i))];
                (answers.Contains(false) ? doomed : answers.Contains(null) ? [] : released).Add(i);
            }
        }

        Assert.Equal(IndexSet.Of(doomed), stage.Doomed.Peek(long.MaxValue));
        Assert.Equal(IndexSet.Of(released), stage.Released.Peek(long.MaxValue));
        Assert.Equal(doomed.Count, stage.Doomed.Count);
        Assert.Equal(released.Count, stage.Released.Count);
    }

    // True: satisfied; false: never; null: not yet.
    private static bool? Answer(StageState before, EdgeSpec edge, StageState after, long task)
    {
        List<TaskState> all = [.. StatesOf(before)];
        bool tolerated = all.Count(IsFruitless) <= before.Spec.Tolerate;
        List<TaskState> awaited = edge.Kind switch
        {
            EdgeKind.All => all,
            EdgeKind.Each => [all[(int)task]],
            _ => [.. all.Where((_, i) => edge.Axes.All(a => before.Spec.Sweep.ValueOf(i, a) == after.Spec.Sweep.ValueOf(task, a)))],
        };
        if (!awaited.All(TransitionTable.IsFinal))
        {
            return null;
        }

        return edge.Kind switch
        {
            EdgeKind.All => tolerated,
            EdgeKind.Each => !awaited.Any(IsFruitless),
            _ => !awaited.Any(IsFruitless) || (tolerated && !awaited.All(IsFruitless)),
        };
    }

    private static void CheckRetries(StageState stage)
    {
        IEnumerable<(int, long)> waiting = stage.Retries.SelectMany(r => r.Value.Tasks.Peek(long.MaxValue).Select(i => (r.Key, i)));
        IEnumerable<(int, long)> expected = Indices(stage)
            .Where(i => stage.Ledger.StateOf(i) == TaskState.Retrying)
            .Select(i => (stage.Ledger.AttemptsOf(i) + 1, i));
        Assert.Equal(expected.Order(), waiting.Order());
        Assert.All(stage.Retries, r => Assert.InRange(r.Key, 1, RetrySpec.MaxTotalAttempts));
        Assert.All(stage.Retries, r => Assert.NotEqual(0, r.Value.Tasks.Count));
        Assert.All(Indices(stage), i => Assert.InRange(stage.Ledger.FailuresOf(i), 0, stage.Spec.Retry.Attempts));
    }

    private static void CheckArrays(CampaignState state, StageState stage)
    {
        List<ArrayState> open = [.. state.OpenArrays.Where(a => a.Stage == stage.Index)];
        foreach (long i in Indices(stage))
        {
            bool underWay = stage.Ledger.StateOf(i) is TaskState.Submitted or TaskState.Running;
            Assert.Equal(underWay ? 1 : 0, open.Count(a => stage.IsUnderWay(a, i) && a.Tasks.Contains(i)));
        }
    }

    private static bool IsFruitless(TaskState state) => state is TaskState.Failed or TaskState.Cancelled or TaskState.Skipped;

    private static IEnumerable<TaskState> StatesOf(StageState stage) => Indices(stage).Select(stage.Ledger.StateOf);

    private static IEnumerable<long> Indices(StageState stage) => Enumerable.Range(0, (int)stage.Ledger.Count).Select(i => (long)i);
}
