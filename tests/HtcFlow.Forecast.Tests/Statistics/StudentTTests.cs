using HtcFlow.Forecast.Statistics;

namespace HtcFlow.Forecast.Tests.Statistics;

public sealed class StudentTTests
{
    // From the printed tables of Student's distribution.
    [Theory]
    [InlineData(0.95, 1, 6.3138)]
    [InlineData(0.95, 2, 2.9200)]
    [InlineData(0.95, 5, 2.0150)]
    [InlineData(0.95, 9, 1.8331)]
    [InlineData(0.95, 17, 1.7396)]
    [InlineData(0.975, 10, 2.2281)]
    [InlineData(0.995, 4, 4.6041)]
    [InlineData(0.5, 7, 0)]
    public void Quantile_OfTheTables_IsFound(double share, int degrees, double expected) =>
        Assert.Equal(expected, StudentT.Quantile(share, degrees), 4);
}
