using HtcFlow.Forecast.Statistics;

namespace HtcFlow.Forecast.Tests.Statistics;

public sealed class MachineCurveTests
{
    [Fact]
    public void Means_Steps_AreWeightedByTheTimeTheyHold()
    {
        var curve = new MachineCurve([(Hours(1), 10), (Hours(3), 4), (Hours(6), 0)]);
        Assert.Equal([5, 7, 4, 0], curve.Means(Hours(8), 4), (a, b) => Math.Abs(a - b) < 1e-9);
    }

    [Fact]
    public void Means_LastStep_HoldsUntilTheEnd() =>
        Assert.Equal([0, 3, 3], new MachineCurve([(Hours(1), 3)]).Means(Hours(3), 3), (a, b) => Math.Abs(a - b) < 1e-9);

    [Fact]
    public void Band_OfThreeRuns_HasTheirMeanInside()
    {
        MachineCurve[] curves = [.. new[] { 8.0, 10, 12 }.Select(m => new MachineCurve([(Hours(0), m), (Hours(2), 0)]))];
        MachineBand band = MachineBand.Of(curves, Hours(4), 2);
        Assert.Equal(10, band.Mean[0], 9);
        Assert.InRange(band.Low[0], 1, 8);
        Assert.InRange(band.High[0], 12, 30);
        Assert.Equal((0, 0), (band.Mean[1], band.High[1]));
    }

    private static TimeSpan Hours(double hours) => TimeSpan.FromHours(hours);
}
