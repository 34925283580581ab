using HtcFlow.Core.Planning;
using HtcFlow.Core.State;
using HtcFlow.Core.Sweeps;
using HtcFlow.Core.Tests.Stories;

namespace HtcFlow.Core.Tests.State;

public sealed class ArrayStateTests
{
    [Fact]
    public void TasksOf_Elements_AreTheirPacks()
    {
        var story = new Story(Make.Campaign(Make.Stage("a", 10) with { Pack = 3 })) { Limits = new PlanLimits(100, 100, 0) };
        story.PlanAndSubmit();
        ArrayState array = story.State.Arrays[0];

        Assert.Equal(4, array.Elements);
        Assert.Equal("0-2,9", array.TasksOf(IndexSet.Parse("0,3")).ToString());
        Assert.Equal("0-9", array.TasksOf(IndexSet.Parse("0-3")).ToString());
        Assert.Equal("", array.TasksOf(IndexSet.Parse("4-9")).ToString());
    }
}
