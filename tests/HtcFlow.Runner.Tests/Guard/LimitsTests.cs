using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Sweeps;
using HtcFlow.Runner.Guard;

namespace HtcFlow.Runner.Tests.Guard;

public sealed class LimitsTests
{
    [Theory]
    [InlineData(0, 60)]
    [InlineData(1, 120)]
    [InlineData(3, 480)]
    [InlineData(200, 480)]
    public void For_AfterSlowAttempts_AllowsMoreSilenceButNoMoreWalltime(int rises, int silence)
    {
        var stage = new StageSpec
        {
            Name = "write",
            Sweep = Sweep.Single,
            Command = ["true"],
            Resources = new ResourceSpec { Walltime = TimeSpan.FromHours(1) },
            Watch = new WatchSpec { Silence = TimeSpan.FromMinutes(1) },
        };

        Assert.Equal(new Limits(TimeSpan.FromHours(1), TimeSpan.FromSeconds(silence)), Limits.For(stage, rises));
    }
}
