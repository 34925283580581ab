using HtcFlow.Core.Money;

namespace HtcFlow.Core.Tests.Money;

public sealed class PriceStepsTests
{
    private static readonly DateTimeOffset s_begin = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Cost_SpanOverManyPrices_IsTheSumOfItsParts()
    {
        var dice = new Random(1);
        (DateTimeOffset From, double PerHour)[] prices =
            [.. Enumerable.Range(0, 200).Select(_ => (s_begin.AddMinutes(dice.Next(100_000)), dice.NextDouble()))];
        var steps = new PriceSteps(prices);
        for (int trial = 0; trial < 300; trial++)
        {
            DateTimeOffset from = s_begin.AddMinutes(dice.Next(-1_000, 100_000));
            DateTimeOffset to = from.AddMinutes(dice.Next(1, 3_000));
            double expected = 0;
            for (DateTimeOffset minute = from; minute < to; minute = minute.AddMinutes(1))
            {
                expected += steps.At(minute) / 60;
            }

            Assert.Equal(expected, steps.Cost(from, to), 9);
        }
    }

    [Fact]
    public void Cost_BeforeTheFirstPrice_IsThatPrice() =>
        Assert.Equal(3 * 0.5, new PriceSteps([(s_begin, 0.5), (s_begin.AddHours(9), 7)]).Cost(s_begin.AddHours(-3), s_begin), 12);

    [Fact]
    public void Cost_BackwardSpan_IsNothing() =>
        Assert.Equal(0, new PriceSteps([(s_begin, 0.5)]).Cost(s_begin, s_begin.AddHours(-1)));

    [Fact]
    public void Constructor_EqualMoments_TakesTheLast() =>
        Assert.Equal(2, new PriceSteps([(s_begin, 1), (s_begin, 2)]).At(s_begin));

    [Fact]
    public void Constructor_NoPrices_Throws() => Assert.Throws<ArgumentException>(() => new PriceSteps([]));
}
