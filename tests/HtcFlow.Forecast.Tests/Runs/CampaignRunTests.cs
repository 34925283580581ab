using HtcFlow.Core.Campaigns;
using HtcFlow.Forecast.Markets;
using HtcFlow.Forecast.Runs;
using HtcFlow.Forecast.Statistics;
using HtcFlow.Forecast.Tests.Worlds;
using HtcFlow.Forecast.Worlds;

namespace HtcFlow.Forecast.Tests.Runs;

public sealed class CampaignRunTests
{
    private const int Writers = 1_000;
    private const int Readers = 20;

    [Fact]
    public void Run_SpotMarket_EndsWithAllResultsAndACost()
    {
        ForecastSample sample = Make("aws-batch", Market()).Run(1, CancellationToken.None);
        Assert.True(sample.HasEnded);
        Assert.Equal((Writers + Readers, 0), (sample.Succeeded, sample.Fruitless));
        Assert.InRange(sample.Attempts, Writers + Readers, 2 * Writers);
        Assert.InRange(sample.Interruptions, 1, Writers);
        Assert.InRange(sample.Waste.Total, 0, sample.Dollars);
        Assert.True(sample.Waste.Idle > 0);

        // 1,000 tasks of an hour on 2 processors each at $0.05 an hour for 2, and what is wasted.
        Assert.InRange(sample.Dollars, 45, 90);
        Assert.InRange(sample.Finish.TotalHours, 1.2, 12);
        Assert.InRange(sample.PeakMachines, 40, 150);
        Assert.InRange(sample.Machines.Means(sample.Finish, 1)[0], 5, sample.PeakMachines);
    }

    [Fact]
    public void Run_SameSeed_IsTheSameRun()
    {
        CampaignRun run = Make("aws-batch", Market());
        ForecastSample first = run.Run(7, CancellationToken.None);
        ForecastSample again = run.Run(7, CancellationToken.None);
        Assert.Equal((first.Finish, first.Dollars, first.Attempts), (again.Finish, again.Dollars, again.Attempts));
        Assert.NotEqual(first.Finish, run.Run(8, CancellationToken.None).Finish);
    }

    [Fact]
    public void Run_OneMachine_TakesItsTimeAndCostsNothing()
    {
        ForecastSample sample = Make("local", null).Run(1, CancellationToken.None);
        Assert.True(sample.HasEnded);
        Assert.Equal((0.0, 0L, 1.0), (sample.Dollars, sample.Interruptions, sample.PeakMachines));

        // 1,000 writers of an hour, 50 at a time, and 20 readers of ten minutes at once.
        Assert.InRange(sample.Finish.TotalHours, 20, 22);
    }

    [Fact]
    public void Run_Cancelled_Ends()
    {
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        Assert.Throws<OperationCanceledException>(() => Make("local", null).Run(1, stop.Token));
    }

    [Fact]
    public void Trial_OfTheEngineItself_FallsInsideNearlyAlways()
    {
        TrialResult result = new ForecastTrial(TrialCampaign.Create(), 19).Try(12, 1, CancellationToken.None);

        // 90 % of 12 are 10.8 with a standard deviation of 1.0; the benchmark makes a hundred.
        Assert.InRange(result.Worst, 8, 12);
    }

    private static CampaignRun Make(string backend, Market? market)
    {
        CampaignSpec campaign = Campaigns.Of(backend, writers: Writers, readers: Readers);
        ForecastWorld? world = WorldBuilder.Build(
            new ForecastInputs
            {
                Campaign = campaign,
                Market = market,
                Slots = 100,
                Times = new TaskTimes { Given = new Dictionary<string, TaskTime> { ["write"] = new(TimeSpan.FromHours(1), 0.1, "given") } },
                MaxVcpus = 1_000,
            },
            out _);
        return new CampaignRun(campaign, world!);
    }

    private static Market Market()
    {
        var from = new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);
        var facts = new MachineFacts { Vcpus = 8, HazardPerHour = 0.05 };
        return new Market(
            ["prices.csv"],
            [
                .. new[] { "a", "b" }.Select(zone => new MarketPool(
                    new MachinePlace("us-east-1", "us-east-1" + zone, "c5.2xlarge"), facts, [(from, 0.2), (from.AddHours(20), 0.21)])),
            ],
            from,
            from.AddHours(48));
    }
}
