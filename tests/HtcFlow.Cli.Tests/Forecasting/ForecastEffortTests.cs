using HtcFlow.Cli.Forecasting;

namespace HtcFlow.Cli.Tests.Forecasting;

public sealed class ForecastEffortTests
{
    private const long Gibibyte = 1L << 30;

    [Fact]
    public void Warning_SmallCampaign_IsNone() => Assert.Null(new ForecastEffort(25_100, 20, 2, 8 * Gibibyte).Warning);

    [Fact]
    public void Warning_WholeStudy_SaysHowLong()
    {
        string warning = new ForecastEffort(2_500_000, 20, 2, 24 * Gibibyte).Warning!;
        Assert.StartsWith("20 runs of 2,500,000 tasks will take about 37m30s, 2 at a time;", warning, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2_500_000, 20, 64, 24, 11)]
    [InlineData(100_000_000, 20, 64, 24, 1)]
    [InlineData(1_000, 3, 64, 24, 3)]
    [InlineData(1_000, 20, 2, 24, 2)]
    public void Parallel_Campaign_FitsIntoProcessorsAndMemory(long tasks, int runs, int processors, int gibibytes, int expected) =>
        Assert.Equal(expected, new ForecastEffort(tasks, runs, processors, gibibytes * Gibibyte).Parallel);

    [Fact]
    public void Expected_LargestCampaign_IsATime() => Assert.True(new ForecastEffort(long.MaxValue / 1_000, 10_000, 1, Gibibyte).Expected > TimeSpan.Zero);
}
