using HtcFlow.Core.State;
using HtcFlow.Core.Sweeps;

namespace HtcFlow.Core.Tests.State;

public sealed class StageLedgerTests
{
    private const long Tasks = 10_000_000;

    [Fact]
    public void Constructor_TenMillionTasks_CostsNextToNothing()
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        var ledger = new StageLedger(Tasks);

        // One reference of 8 bytes for each chunk of 2^14 tasks.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, Tasks / 1000);
        Assert.Equal(Tasks, ledger.Tally(TaskState.Pending));
    }

    [Fact]
    public void Set_EveryTask_CostsTwoBytesATask()
    {
        var ledger = new StageLedger(Tasks / 10);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (long i = 0; i < ledger.Count; i++)
        {
            ledger.Set(i, TaskState.Running, 1, 0);
        }

        // Two bytes, and less than one chunk for the end of the stage and the headers.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, (2 * ledger.Count) + (3 * StageLedger.ChunkTasks));
    }

    [Fact]
    public void Set_EveryStateAttemptAndFailure_IsReadBack()
    {
        var ledger = new StageLedger(1);
        foreach (TaskState state in Enum.GetValues<TaskState>().Skip(1))
        {
            for (int n = 0; n <= 255; n++)
            {
                ledger.Set(0, state, n, n % 16);
                Assert.Equal((state, n, n % 16), (ledger.StateOf(0), ledger.AttemptsOf(0), ledger.FailuresOf(0)));
                Assert.Equal(1, ledger.Tally(state));
            }
        }

        Assert.Equal(0, ledger.Tally(TaskState.Pending));
    }

    [Fact]
    public void Set_WhatDoesNotFit_IsRefused()
    {
        var ledger = new StageLedger(10);

        Assert.Throws<ArgumentOutOfRangeException>(() => ledger.Set(10, TaskState.Running, 1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => ledger.Set(-1, TaskState.Running, 1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => ledger.Set(0, TaskState.Running, 256, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => ledger.Set(0, TaskState.Running, 1, 16));
        Assert.Throws<ArgumentOutOfRangeException>(() => ledger.Set(0, TaskState.Running, -1, 0));
        Assert.Equal(10, ledger.Tally(TaskState.Pending));
    }

    [Fact]
    public void RangesOf_TouchedAndUntouchedChunks_AgreeWithAWalk()
    {
        var dice = new Random(5);
        var ledger = new StageLedger((5 * StageLedger.ChunkTasks) + 77);
        foreach (int chunk in (int[])[0, 3])
        {
            for (int n = 0; n < 500; n++)
            {
                ledger.Set((chunk * (long)StageLedger.ChunkTasks) + dice.Next(600), (TaskState)dice.Next(1, 9), 1, 0);
            }
        }

        foreach (IndexRange within in (IndexRange[])[new(0, ledger.Count), new(100, 20_000), new(50_000, 20_000), new(ledger.Count - 1, 1)])
        {
            foreach (TaskState wanted in Enum.GetValues<TaskState>())
            {
                IndexSet walk = IndexSet.Of(Indices(within).Where(i => ledger.StateOf(i) == wanted));
                Assert.Equal(walk, IndexSet.FromRanges(ledger.RangesOf(within, s => s == wanted)));
            }
        }
    }

    [Fact]
    public void Select_UntouchedStage_IsOneRange() =>
        Assert.Equal(IndexSet.Range(0, Tasks), new StageLedger(Tasks).Select(s => s == TaskState.Pending));

    private static IEnumerable<long> Indices(IndexRange range) => Enumerable.Range(0, (int)range.Count).Select(i => range.First + i);
}
