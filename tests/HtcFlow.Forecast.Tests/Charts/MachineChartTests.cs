using HtcFlow.Forecast.Charts;
using HtcFlow.Forecast.Runs;
using HtcFlow.Forecast.Statistics;
using HtcFlow.Forecast.Tests.Runs;
using HtcFlow.Testing;

namespace HtcFlow.Forecast.Tests.Charts;

public sealed class MachineChartTests
{
    [Fact]
    public void Draw_Forecast_IsTheApprovedChart()
    {
        CampaignForecast forecast = CampaignForecast.Of(new Forecaster(new PlayedRun()).Run(20, 1, CancellationToken.None));
        Snapshot.Match(MachineChart.Draw("a<b&c", forecast));
    }

    [Fact]
    public void Draw_OneRun_IsXml()
    {
        CampaignForecast forecast = CampaignForecast.Of(new Forecaster(new PlayedRun()).Run(1, 1, CancellationToken.None));
        var svg = System.Xml.Linq.XDocument.Parse(MachineChart.Draw("trial", forecast));
        Assert.Contains(svg.Descendants(), e => e.Value == "one run");
    }

    [Theory]
    [InlineData(0.4, "seconds", 1)]
    [InlineData(95, "seconds", 15)]
    [InlineData(1_000, "minutes", 2)]
    [InlineData(20_000, "hours", 1)]
    [InlineData(600_000, "days", 1)]
    [InlineData(40_000_000, "days", 56)]
    public void TimeScale_Length_HasARoundStep(double seconds, string unit, double step)
    {
        TimeScale scale = TimeScale.Of(TimeSpan.FromSeconds(seconds), 9);
        Assert.Equal((unit, step), (scale.Unit, scale.Ticks.Step));
        Assert.True(scale.Ticks.Last * scale.UnitSeconds >= seconds);
    }

    [Theory]
    [InlineData(0, 1, 1)]
    [InlineData(7, 2, 8)]
    [InlineData(1_040, 200, 1_200)]
    [InlineData(40_000, 10_000, 40_000)]
    public void AxisTicks_Decimal_AreRoundAndReachTheLargest(double largest, double step, double last) =>
        Assert.Equal(new AxisTicks(step, last), AxisTicks.Decimal(largest, 6, 1));
}
