using HtcFlow.Core.Facts;
using HtcFlow.Core.Planning;
using HtcFlow.Core.State;
using HtcFlow.Core.Tests.Stories;
using HtcFlow.Core.Wire;

namespace HtcFlow.Core.Tests.Planning;

public sealed class OrderBuilderTests
{
    [Fact]
    public void For_SecondAttempt_RaisesTheBarOfWhatWasTooSlowAndOfNothingElse()
    {
        var story = new Story(Make.Campaign(Make.Stage("write", Make.Sweep(("seed", 4)))));
        story.PlanAndSubmit();
        ArrayState first = story.State.OpenArrays.First();
        Assert.Empty(OrderBuilder.For(story.State, first).Raised);
        story.Tell(new Fact.AttemptsEnded(first.Id,
        [
            story.EndOf(first, 0, Outcome.Slow, 75), story.EndOf(first, 1, Outcome.Preempted, 75),
            story.EndOf(first, 2, Outcome.Slow, 75), story.EndOf(first, 3, Outcome.Succeeded),
        ]));
        story.Now += TimeSpan.FromMinutes(10);
        story.Plan();

        StageOrder order = OrderBuilder.For(story.State, story.State.OpenArrays.Last());
        Assert.Equal("0-2", order.Indices);
        Assert.Equal(["0,2"], order.Raised);
    }
}
