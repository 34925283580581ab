using HtcFlow.Forecast.Statistics;

namespace HtcFlow.Forecast.Tests.Statistics;

public sealed class PredictionTests
{
    [Fact]
    public void Of_TwentyValues_IsTheSmallestAndTheLargest() =>
        Assert.Equal(new Prediction(10.5, 1, 20), Prediction.Of([.. Enumerable.Range(1, 20).Select(i => (double)i)]));

    [Theory]
    [InlineData(19, 1)]
    [InlineData(38, 1)]
    [InlineData(39, 2)]
    [InlineData(99, 5)]
    public void Of_MoreValues_LeavesOutFivePercentOnEachSide(int count, int lowest)
    {
        Prediction prediction = Prediction.Of([.. Enumerable.Range(1, count).Select(i => (double)i)]);
        Assert.Equal((lowest, count + 1 - lowest), (prediction.Low, prediction.High));
    }

    [Fact]
    public void Of_OneValue_IsThatValue() => Assert.Equal(new Prediction(3, 3, 3), Prediction.Of([3]));

    [Fact]
    public void Of_ValuesWithZeros_StaysAboveZero()
    {
        Prediction prediction = Prediction.Of([0, 0, 1, 4]);
        Assert.Equal(0, prediction.Low);
        Assert.True(prediction.High > 4);
    }

    // Skewed values (lognormal, and for the order also a mixture of two humps) and ten thousand fresh ones: the share that falls inside has a
    // standard error of 0.3 %, and is 90 % or, by the order of 20 values, 19 / 21.
    [Theory]
    [InlineData(3, false, 0.90)]
    [InlineData(8, false, 0.90)]
    [InlineData(20, false, 19.0 / 21)]
    [InlineData(20, true, 19.0 / 21)]
    [InlineData(39, true, 0.90)]
    public void Of_FreshValues_FallInsideWithTheProbabilityPromised(int count, bool isMixture, double expected)
    {
        const int Rounds = 10_000;
        var dice = new Random(count);
        int inside = 0;
        for (int round = 0; round < Rounds; round++)
        {
            Prediction prediction = Prediction.Of([.. Enumerable.Range(0, count).Select(_ => Draw(dice, isMixture))]);
            inside += prediction.Contains(Draw(dice, isMixture)) ? 1 : 0;
        }

        Assert.InRange((double)inside / Rounds, expected - 0.012, expected + 0.012);
    }

    private static double Draw(Random dice, bool isMixture)
    {
        double normal = Math.Sqrt(-2 * Math.Log(1 - dice.NextDouble())) * Math.Cos(2 * Math.PI * dice.NextDouble());
        return Math.Exp(5 + (0.4 * normal)) + (isMixture && dice.NextDouble() < 0.3 ? 800 : 0);
    }
}
