using HtcFlow.Runner.Guard;

namespace HtcFlow.Runner.Tests.Guard;

public sealed class BandwidthProbeTests
{
    private const long Mebibyte = 1 << 20;

    [Theory]
    [InlineData(0, 0, 64)]
    [InlineData(8, 0, 64)]
    [InlineData(48, 0, 96)]
    [InlineData(500, 0, 128)]
    [InlineData(48, 256, 32)]
    public void Bytes_CacheAndLimit_BoundTheBuffer(long cache, long limit, long bytes) =>
        Assert.Equal(bytes * Mebibyte, new BandwidthProbe(cache * Mebibyte, limit * Mebibyte).Bytes);

    [Fact]
    public void Measure_Memory_IsFasterThanADiskAndSlowerThanACache()
    {
        BandwidthSample sample = new BandwidthProbe(0, 0).Measure()!.Value;

        Assert.InRange(sample.BytesPerSecond, 1e8, 1e12);
        Assert.InRange(sample.HopNanoseconds, 1, 100_000);
        Assert.True(sample.Cost > TimeSpan.Zero);
    }

    [Fact]
    public void Measure_NoRoom_GivesNothing() => Assert.Null(new BandwidthProbe(0, 100).Measure());

    [Fact]
    public void Schedule_CostlyProbe_StaysBelowAQuarterOfAPerCent()
    {
        var schedule = new ProbeSchedule();
        schedule.Note(TimeSpan.FromSeconds(100), TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(30));
        Assert.Equal(TimeSpan.FromSeconds(130), schedule.Next);

        schedule.Note(TimeSpan.FromSeconds(130), TimeSpan.FromMilliseconds(900), TimeSpan.FromSeconds(30));
        Assert.Equal(TimeSpan.FromSeconds(490), schedule.Next);
    }
}
