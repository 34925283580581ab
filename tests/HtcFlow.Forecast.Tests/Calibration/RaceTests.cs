using HtcFlow.Forecast.Calibration;

namespace HtcFlow.Forecast.Tests.Calibration;

public sealed class RaceTests
{
    [Fact]
    public void Best_ManyMarkets_IsNearTheOptimumAtAQuarterOfTheCost()
    {
        (double Regret, double Spend)[] trials = [.. Enumerable.Range(1, 200).Select(seed => new SimulatedTypes(seed).Try())];
        Assert.True(trials.Max(t => t.Spend) <= 0.25, $"spent {trials.Max(t => t.Spend):P1}");
        Assert.True(trials.Count(t => t.Regret > 0.03) <= 200 * Race.Error, $"{trials.Count(t => t.Regret > 0.03)} of 200 beyond 3 %");
    }

    [Fact]
    public void EstimateOf_ManySamples_HoldsTheMeanAsOftenAsItSays()
    {
        var dice = new Random(5);
        int misses = 0;
        for (int trial = 0; trial < 2_000; trial++)
        {
            var sample = new CostSample { PerHour = 2 };
            for (int i = 0; i < 30; i++)
            {
                sample.Add(3600 * (0.5 + dice.NextDouble()), 0.5);
            }

            CostEstimate estimate = CostEstimate.Of(sample, 0.05);
            misses += estimate.Low > 1 || estimate.High < 1 ? 1 : 0;
        }

        Assert.InRange(misses, 60, 140);
    }

    [Fact]
    public void Of_ErrorBelowTheTableOfStudent_GoesOnSmoothly()
    {
        var sample = new CostSample();
        for (int i = 0; i < 40; i++)
        {
            sample.Add(3600 + (i * 60), 1);
        }

        double[] reaches = [.. new[] { 0.01, 0.0021, 0.0019, 0.0005, 0.00001 }.Select(e => CostEstimate.Of(sample, e).High - sample.Mean)];
        Assert.Equal(reaches.Order(), reaches);
        Assert.InRange(reaches[2] / reaches[1], 1, 1.02);
    }

    [Fact]
    public void EndRound_TypeThatCannotWin_DropsOut()
    {
        var race = new Race(2, 10, 1_000, 2_000);
        Fill(race, 0, 3600);
        Fill(race, 1, 7200);
        race.EndRound();
        Assert.Equal((true, true, false, 0), (race.IsOver, race.IsOut(1), race.IsOut(0), race.Best));
        Assert.Empty(race.Wanted());
    }

    [Fact]
    public void Wanted_SamplesUsedUp_EndsTheRace()
    {
        var race = new Race(2, 10, 1_000, 45);
        int rounds = 0;
        var dice = new Random(1);
        while (!race.IsOver)
        {
            foreach ((int type, int samples) in race.Wanted())
            {
                for (int i = 0; i < samples; i++)
                {
                    race.SampleOf(type).Add(3600 * (0.5 + dice.NextDouble()), 1);
                }
            }

            race.EndRound();
            rounds++;
        }

        Assert.InRange(race.SampleOf(0).Count + race.SampleOf(1).Count, 40, 45);
        Assert.InRange(rounds, 2, 3);
    }

    private static void Fill(Race race, int type, double seconds)
    {
        for (int i = 0; i < 10; i++)
        {
            race.SampleOf(type).Add(seconds * (1 + (0.01 * (i % 3))), 1);
        }
    }
}
