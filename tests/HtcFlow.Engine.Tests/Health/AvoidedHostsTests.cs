using HtcFlow.Core.Facts;
using HtcFlow.Core.State;
using HtcFlow.Core.Transitions;
using HtcFlow.Engine.Health;
using HtcFlow.Engine.Lanes;

namespace HtcFlow.Engine.Tests.Health;

public sealed class AvoidedHostsTests
{
    private static readonly DateTimeOffset s_now = new(2031, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly CampaignState _state = new();

    public AvoidedHostsTests()
    {
        Tell(new Fact.CampaignCreated(Campaigns.Flat(4), "k0"));
        Tell(new Fact.HostQuarantined("n1", s_now.AddHours(6), "slow"));
    }

    [Fact]
    public void Take_EngineThatTakesOver_TellsTheBackendAgainAndThenWhenTheTimeIsServed()
    {
        var avoided = new AvoidedHosts(_state);

        Assert.Equal(["n1"], Assert.IsType<LaneCall.Avoid>(Assert.Single(avoided.Take(s_now))).Hosts);
        Assert.Empty(avoided.Take(s_now.AddHours(5)));
        Assert.Equal(s_now.AddHours(6), avoided.NextDue);
        Assert.Empty(Assert.IsType<LaneCall.Avoid>(Assert.Single(avoided.Take(s_now.AddHours(6)))).Hosts);
    }

    private void Tell(Fact fact) => Applier.Apply(_state, new JournalEntry(_state.Sequence + 1, s_now, fact));
}
