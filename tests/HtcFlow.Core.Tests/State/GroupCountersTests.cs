using HtcFlow.Core.State;

namespace HtcFlow.Core.Tests.State;

public sealed class GroupCountersTests
{
    [Fact]
    public void Add_ScatteredGroups_AreCountedApart()
    {
        var counters = new GroupCounters();
        long[] groups = [0, 1, 4095, 4096, 1L << 39];
        foreach (long group in groups)
        {
            counters.Add(group, 3);
            Assert.Equal(2, counters.Add(group, -1));
        }

        Assert.All(groups, g => Assert.Equal(2, counters[g]));
        Assert.Equal(0, counters[2]);
        Assert.Equal(0, counters[1L << 38]);
    }

    [Fact]
    public void Clear_AfterCounts_GivesZero()
    {
        var counters = new GroupCounters();
        counters.Add(7, 1);
        counters.Clear();

        Assert.Equal(0, counters[7]);
    }
}
