using HtcFlow.Backends.Simulated.World;
using HtcFlow.Forecast.Markets;

namespace HtcFlow.Forecast.Tests.Markets;

public sealed class MarketPoolTests
{
    private static readonly DateTimeOffset s_from = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void SeriesFrom_ABeginWithinTheHistory_GoesOnAndBeginsAgain()
    {
        var pool = new MarketPool(
            new MachinePlace("r", "z", "t"), new MachineFacts { Vcpus = 1 },
            [(s_from.AddHours(1), 1), (s_from.AddHours(6), 2), (s_from.AddHours(10), 3)]);
        PriceSeries series = pool.SeriesFrom(s_from, TimeSpan.FromHours(12), TimeSpan.FromHours(7));

        // The simulation's hour 0 is the history's hour 7, and its hour 5 the history's begin.
        Assert.Equal([2, 3, 1, 1, 2, 3, 1], new[] { 0, 3.5, 5.5, 6.5, 11.5, 16, 17.5 }.Select(h => series.At(TimeSpan.FromHours(h))));
        Assert.Equal(2, series.At(TimeSpan.FromHours(12 * 50)));
    }

    [Fact]
    public void SeriesFrom_PricesThatDoNotMove_AreFixed()
    {
        var pool = new MarketPool(new MachinePlace("r", "z", "t"), new MachineFacts { Vcpus = 1 }, [(s_from, 1), (s_from, 4)]);
        Assert.Equal(4, pool.SeriesFrom(s_from, TimeSpan.Zero, TimeSpan.Zero).At(TimeSpan.FromDays(3)));
    }
}
