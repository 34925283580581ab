using HtcFlow.Forecast.Virtual;

namespace HtcFlow.Forecast.Tests.Virtual;

public sealed class VirtualClockTests
{
    [Fact]
    public void Move_HalfAnHour_ShowsInTimeAndTimestamp()
    {
        var clock = new VirtualClock(DateTimeOffset.UnixEpoch);
        long begin = clock.GetTimestamp();

        clock.Move(TimeSpan.FromMinutes(30));

        Assert.Equal(DateTimeOffset.UnixEpoch + TimeSpan.FromMinutes(30), clock.GetUtcNow());
        Assert.Equal(TimeSpan.FromMinutes(30), clock.GetElapsedTime(begin));
    }

    [Fact]
    public void MoveTo_TimeThatHasPassed_MovesNothing()
    {
        var clock = new VirtualClock(DateTimeOffset.UnixEpoch);

        clock.MoveTo(DateTimeOffset.UnixEpoch - TimeSpan.FromHours(1));

        Assert.Equal(DateTimeOffset.UnixEpoch, clock.GetUtcNow());
    }
}
