using HtcFlow.Forecast.Runs;
using HtcFlow.Forecast.Statistics;

namespace HtcFlow.Forecast.Tests.Runs;

public sealed class ForecasterTests
{
    [Fact]
    public void Run_SeveralAtATime_GivesWhatOneAfterTheOtherGives()
    {
        IReadOnlyList<ForecastSample> serial = new Forecaster(new PlayedRun()) { Parallel = 1 }.Run(12, 7, CancellationToken.None);
        IReadOnlyList<ForecastSample> parallel = new Forecaster(new PlayedRun()) { Parallel = 4 }.Run(12, 7, CancellationToken.None);
        Assert.Equal(serial.Select(s => s.Dollars), parallel.Select(s => s.Dollars));
        Assert.Equal(12, serial.Select(s => s.Dollars).Distinct().Count());
        Assert.NotEqual(serial[0].Dollars, new Forecaster(new PlayedRun()).Run(1, 8, CancellationToken.None)[0].Dollars);
    }

    [Fact]
    public void Run_EachRun_IsTold()
    {
        var told = new List<int>();
        new Forecaster(new PlayedRun()) { Parallel = 3, Done = told.Add }.Run(9, 1, CancellationToken.None);
        Assert.Equal(Enumerable.Range(1, 9), told);
    }

    [Fact]
    public void Run_Cancelled_KeepsWhatIsComplete()
    {
        using var stop = new CancellationTokenSource();
        int begun = 0;
        var run = new PlayedRun { Before = _ => Stop(++begun) };
        IReadOnlyList<ForecastSample> samples = new Forecaster(run) { Parallel = 1 }.Run(20, 1, stop.Token);
        Assert.Equal(4, samples.Count);

        void Stop(int number)
        {
            if (number == 5)
            {
                stop.Cancel();
            }
        }
    }

    [Fact]
    public void RunSeeds_NeighbouringForecasts_ShareNoRun()
    {
        int[] seeds = [.. Enumerable.Range(1, 100).SelectMany(f => Enumerable.Range(0, 100).Select(r => RunSeeds.Of(f, r)))];
        Assert.InRange(seeds.Distinct().Count(), seeds.Length - 2, seeds.Length);
        Assert.All(seeds, seed => Assert.InRange(seed, 0, int.MaxValue));
    }

    [Fact]
    public void Trial_RunsOfOneKind_FallInsideNineTimesOfTen()
    {
        TrialResult result = new ForecastTrial(new PlayedRun(), 20).Try(400, 1, CancellationToken.None);
        Assert.Equal(400, result.Trials);

        // 19 / 21 of 400 with four standard deviations (5.9) on either side.
        Assert.InRange(result.Finish, 338, 386);
        Assert.InRange(result.Dollars, 338, 386);
    }
}
