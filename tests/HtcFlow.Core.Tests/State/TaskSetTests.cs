using FsCheck;
using FsCheck.Fluent;
using HtcFlow.Core.State;
using HtcFlow.Core.Sweeps;

namespace HtcFlow.Core.Tests.State;

public sealed class TaskSetTests
{
    // Several chunks of 2^14 bits.
    private const int Most = 70_000;

    [Fact]
    public void Operations_AnySequence_AgreeWithAHashSet() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), seed =>
        {
            var dice = new Random(seed);
            var set = new TaskSet();
            var oracle = new SortedSet<long>();
            for (int step = 0; step < 40; step++)
            {
                Step(dice, set, oracle);
                int limit = dice.Next(200);
                Assert.Equal(oracle.Count, set.Count);
                Assert.Equal(oracle.Take(limit), set.Peek(limit));
            }

            Assert.Equal(oracle, set.Peek(long.MaxValue));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(40));

    [Fact]
    public void Peek_AfterAHoleInAFilledSet_BeginsWithTheLowest()
    {
        var set = new TaskSet();
        set.Fill(100);
        set.Remove(90);
        set.Remove(10);

        Assert.Equal("0-4", set.Peek(5).ToString());
        Assert.Equal("0-9,11-89,91-99", set.Peek(1000).ToString());
    }

    [Fact]
    public void RemoveAll_FromTheFront_NeedsNoBits()
    {
        var set = new TaskSet();
        set.Fill(10_000_000);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (long at = 0; at < 10_000_000; at += 100_000)
        {
            set.RemoveAll(IndexSet.Range(at, 100_000));
        }

        Assert.Equal(0, set.Count);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
    }

    [Fact]
    public void Peek_MillionsOfSingleMembers_AllocatesByRanges()
    {
        var set = new TaskSet();
        for (long i = 0; i < 1_000_000; i++)
        {
            set.Add(i);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Single(set.Peek(long.MaxValue).Ranges);

        // One range of 16 bytes for each word of 64 tasks, and the doubling of the list that collects them.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4 * 16 * 1_000_000 / 64);
    }

    private static void Step(Random dice, TaskSet set, SortedSet<long> oracle)
    {
        long index = dice.Next(3) == 0 ? dice.Next(Most) : dice.Next(300);
        switch (dice.Next(8))
        {
            case 0:
                int count = dice.Next(Most);
                set.Fill(count);
                oracle.Clear();
                oracle.UnionWith(Enumerable.Range(0, count).Select(i => (long)i));
                break;
            case 1 when dice.Next(3) == 0:
                set.Clear();
                oracle.Clear();
                break;
            case 2 or 3:
                set.Add(index);
                oracle.Add(index);
                break;
            case 4 or 5:
                set.Remove(index);
                oracle.Remove(index);
                break;
            default:
                IndexSet gone = IndexSet.FromRanges([new(index, dice.Next(1, 500)), new(index + dice.Next(500), dice.Next(1, 5000))]);
                set.RemoveAll(gone);
                oracle.ExceptWith(gone);
                break;
        }

        Assert.Equal(oracle.Contains(index), set.Contains(index));
    }
}
