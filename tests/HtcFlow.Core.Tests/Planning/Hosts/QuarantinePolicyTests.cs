using HtcFlow.Core.Facts;
using HtcFlow.Core.Planning.Hosts;
using HtcFlow.Core.Tests.Stories;

namespace HtcFlow.Core.Tests.Planning.Hosts;

public sealed class QuarantinePolicyTests
{
    [Theory]
    [InlineData(1, 0, false)]
    [InlineData(4, 0, false)]
    [InlineData(5, 0, true)]
    [InlineData(5, 1, false)]
    [InlineData(39, 1, false)]
    [InlineData(40, 1, true)]
    [InlineData(1000, 49, true)]
    [InlineData(1000, 50, false)]
    public void Allows_Fleet_KeepsNineteenOfTwenty(int hosts, int inForce, bool expected) =>
        Assert.Equal(expected, QuarantinePolicy.Allows(hosts, inForce));

    [Fact]
    public void InForce_TimeServed_IsOver()
    {
        var story = new Story(Make.Campaign(Make.Stage("a", 1)));
        story.Tell(new Fact.HostQuarantined("n1", Story.Dawn.AddHours(1), "slow"), new Fact.HostQuarantined("n2", Story.Dawn.AddHours(2), "slower"));

        Assert.Equal(["n1", "n2"], QuarantinePolicy.InForce(story.State, Story.Dawn));
        Assert.Equal(["n2"], QuarantinePolicy.InForce(story.State, Story.Dawn.AddHours(1)));
        Assert.Equal("n2: slower", story.State.LatestQuarantine);
    }

    [Fact]
    public void Quarantine_AfterOthersServedTheirTime_DropsThem()
    {
        var story = new Story(Make.Campaign(Make.Stage("a", 1)));
        story.Tell(new Fact.HostQuarantined("n1", Story.Dawn.AddHours(1), "slow"));
        story.Now = Story.Dawn.AddHours(2);
        story.Tell(new Fact.CampaignHeld("lunch"), new Fact.HostQuarantined("n2", Story.Dawn.AddHours(8), "slow"));

        Assert.Equal(["n2"], story.State.Quarantined.Keys);
        Assert.Equal(StateText.Of(story.State), StateText.Of(story.Replay()));
    }
}
