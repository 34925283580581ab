using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Guards;
using HtcFlow.Core.Sweeps;

namespace HtcFlow.Core.Tests.Guards;

public sealed class GuardLimitsTests
{
    [Theory]
    [InlineData(0, 60, 0.64)]
    [InlineData(1, 120, 0.32)]
    [InlineData(3, 480, 0.08)]
    [InlineData(200, 480, 0.08)]
    public void For_AfterBadAttempts_RaisesEveryBarButTheUsersWord(int rises, int silence, double share)
    {
        var stage = new StageSpec
        {
            Name = "write",
            Sweep = Sweep.Single,
            Command = ["true"],
            Resources = new ResourceSpec { Walltime = TimeSpan.FromHours(1) },
            Watch = new WatchSpec
            {
                Silence = TimeSpan.FromMinutes(1),
                Pace = 0.64,
                BandwidthShare = 0.64,
                BandwidthBytesPerSecond = 64_000_000_000,
                Memory = 0.9,
            },
        };

        GuardLimits limits = GuardLimits.For(stage, rises);

        Assert.Equal(TimeSpan.FromHours(1), limits.Walltime);
        Assert.Equal(TimeSpan.FromSeconds(silence), limits.Silence);
        Assert.Equal(share, limits.Pace, 9);
        Assert.Equal(share, limits.BandwidthShare, 9);
        Assert.Equal(share * 1e11, limits.BandwidthBytesPerSecond, 1.0);
        Assert.Equal(0.9, limits.Memory);
        Assert.Equal(Math.Min(rises, 3), limits.Rises);
    }

    [Fact]
    public void For_StageThatAsksForNothing_SetsNoBar() =>
        Assert.Equal(new GuardLimits(), GuardLimits.For(new StageSpec { Name = "s", Sweep = Sweep.Single, Command = ["true"] }, 0));
}
