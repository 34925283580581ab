using HtcFlow.Runner.Ship.Room;

namespace HtcFlow.Runner.Tests.Ship.Room;

public sealed class RoomJudgeTests
{
    private readonly RoomJudge _judge = new();
    private TimeSpan _now;

    [Fact]
    public void Judge_AroundTheFirstBar_IsNewsOnce()
    {
        Assert.Equal(new RoomStep(false, false, false), Judge(0.79));
        Assert.Equal(new RoomStep(true, true, false), Judge(0.80));
        Assert.Equal(new RoomStep(true, false, false), Judge(0.76));
        Assert.Equal(new RoomStep(false, false, false), Judge(0.74));
    }

    [Fact]
    public void Judge_FullWhileUploadsMakeRoom_HoldsTheCommandUntilThereIsRoom()
    {
        Assert.True(Judge(0.96).IsPaused);
        Assert.True(Judge(0.86).IsPaused);
        Assert.False(Judge(0.84).IsPaused);
        Assert.False(Judge(0.94).IsPaused);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, true)]
    public void Judge_NothingToShipOrCommandNeeded_NeverHolds(bool canShip, bool mustRun)
    {
        Assert.False(_judge.Judge(_now, 0.99, canShip, mustRun).IsPaused);
        Assert.True(_judge.Judge(_now, 0.99, true, false).IsPaused);
        Assert.False(_judge.Judge(_now, 0.99, canShip, mustRun).IsPaused);
    }

    [Fact]
    public void Judge_StaysFull_HoldsForTenMinutesAndNotAgainBeforeThereWasRoom()
    {
        Assert.True(Judge(0.97).IsPaused);
        _now += RoomJudge.LongestPause;
        Assert.False(Judge(0.97).IsPaused);
        _now += TimeSpan.FromHours(1);
        Assert.False(Judge(0.99).IsPaused);
        Assert.False(Judge(0.80).IsPaused);
        Assert.True(Judge(0.97).IsPaused);
    }

    [Fact]
    public void Share_LargeDiskWithPlentyLeft_IsNoReasonToHurry()
    {
        Assert.Equal(0, new RoomReading(1L << 40, 20L << 40, "disk").Share);
        Assert.Equal(0.9, new RoomReading(1L << 30, 10L << 30, "disk").Share, 3);
        Assert.Equal(0, default(RoomReading).Share);
    }

    private RoomStep Judge(double share) => _judge.Judge(_now, share, canShip: true, mustRun: false);
}
