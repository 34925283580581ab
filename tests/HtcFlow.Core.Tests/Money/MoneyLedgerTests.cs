using HtcFlow.Core.Money;
using HtcFlow.Core.Money.Instances;
using HtcFlow.Core.Wire;

namespace HtcFlow.Core.Tests.Money;

public sealed class MoneyLedgerTests
{
    private const string Type = "c5.2xlarge";
    private const int Vcpus = 8;
    private static readonly DateTimeOffset s_begin = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly RentedInstance s_machine = new("i-1", Type, "eu-west-1a", true, s_begin)
    {
        RunningAt = s_begin,
        SeenAt = s_begin.AddHours(4),
        GoneAt = s_begin.AddHours(4),
    };

    // A dollar an hour in the first two hours, two dollars after that; other zones cost three.
    private static readonly PriceBook s_prices = Prices();

    [Fact]
    public void Finish_AttemptsOfAllKinds_SplitsWhatTheInstanceCost()
    {
        MoneyLedger ledger = Ledger(s_machine);
        ledger.Add(Use(0, 1, Outcome.Succeeded, 0, 2));
        ledger.Add(Use(1, 1, Outcome.Failed, 1, 3));
        ledger.Add(Use(2, 2, Outcome.Preempted, 3, 4));
        ledger.Add(Use(3, 4, Outcome.Slow, 2, 3));
        ledger.Add(Use(4, 1, Outcome.Cancelled, 0, 1));
        ledger.Add(Use(0, 1, Outcome.Succeeded, 1, 2));
        MoneyReport report = ledger.Finish();
        double[] expected = [2.0 / 8, 2 * 2 / 8.0, 2 * 4 / 8.0, 3.0 / 8, 1.0 / 8, 1.0 / 8, 0, 0, 0];
        expected[(int)Purpose.IdleAndStart] = 6 - expected.Sum();
        Assert.Equal(expected, report.Dollars.Select(d => Math.Round(d, 12)));
        Assert.Equal((6, 6L, 1L), (report.Total, report.Stages[0].Attempts, report.Stages[0].Finished));
        Assert.Equal(6.0, report.PerSimulation);
    }

    [Fact]
    public void SetStageIn_ShareOfAStage_IsTakenFromWhatWasOfUse()
    {
        MoneyLedger ledger = Ledger(s_machine);
        ledger.Add(Use(0, 8, Outcome.Succeeded, 0, 1));
        ledger.Add(Use(1, 8, Outcome.Failed, 1, 2));
        ledger.Add(Use(2, 8, Outcome.Succeeded, 0, 1, "ip-10-0-0-1"));
        ledger.SetStageIn(0, 0.25);
        MoneyReport report = ledger.Finish();
        Assert.Equal((2.25, 0.75, 1.0), (report.Dollars[(int)Purpose.Useful], report.Dollars[(int)Purpose.StageIn], report.Dollars[(int)Purpose.LostToFailure]));
        Assert.Equal(8.0, report.Total, 12);
        Assert.Equal([0.75, 1.5], report.Pools.Select(pool => pool.Useful).Order());
    }

    [Fact]
    public void Finish_AnyAttempts_NeverCostsMoreThanTheBill()
    {
        // Clocks, lost ends and shared processors: whatever attempts say, the sum of all purposes is what the instances cost.
        var dice = new Random(3);
        for (int trial = 0; trial < 200; trial++)
        {
            MoneyLedger ledger = Ledger(s_machine);
            for (int attempt = 0; attempt < 40; attempt++)
            {
                double from = dice.NextDouble() * 4;
                ledger.Add(Use(attempt, 1 + dice.Next(8), (Outcome)(1 + dice.Next(6)), from, Math.Min(4, from + dice.NextDouble())));
            }

            MoneyReport report = ledger.Finish();
            Assert.Equal(6, report.Total, 9);
            Assert.All(report.Dollars, dollars => Assert.InRange(dollars, 0, 6.000001));
        }
    }

    [Fact]
    public void Finish_UnknownInstance_IsEstimatedAtTheMeanOfTheZones()
    {
        MoneyLedger ledger = Ledger();
        ledger.Add(Use(0, 4, Outcome.Succeeded, 0, 1, "ip-10-0-0-1"));
        MoneyReport report = ledger.Finish();
        Assert.Equal(1, report.Total, 12);
        Assert.Equal((1L, 1.0), (report.EstimatedAttempts, Math.Round(report.EstimatedDollars, 12)));
        PoolMoney pool = Assert.Single(report.Pools);
        Assert.True(pool.IsEstimated);
        Assert.Equal((Type, 0.5), (pool.Type, pool.Hours));
    }

    [Fact]
    public void Finish_UnknownMachine_IsCountedApart()
    {
        MoneyLedger ledger = Ledger();
        ledger.Add(Use(0, 4, Outcome.Succeeded, 0, 2, "node7", "node7"));
        ledger.Add(Use(1, 1, Outcome.Lost, 2, 2, "", ""));
        MoneyReport report = ledger.Finish();
        Assert.Equal((0.0, 1L, 8.0, 1L), (report.Total, report.UnpricedAttempts, report.UnpricedHours, report.SilentAttempts));
    }

    [Fact]
    public void Finish_OnDemandInstance_CostsItsPriceAndUnknownOnesNone()
    {
        var cheap = new RentedInstance("i-2", "m5.large", "eu-west-1a", false, s_begin) { RunningAt = s_begin, SeenAt = s_begin.AddHours(2), GoneAt = s_begin.AddHours(2) };
        MoneyReport report = Ledger(cheap, cheap with { Id = "i-3", Type = "x9.huge" }).Finish();
        Assert.Equal(0.2, report.Total, 12);
        Assert.Equal((2, 0.2), (report.UnusedInstances, Math.Round(report.UnusedDollars, 12)));
        Assert.Null(Assert.Single(report.Pools, p => p.Type == "x9.huge").Dollars);
    }

    [Fact]
    public void Finish_InstanceThatStillRuns_IsUnsettledSinceItsLastAttempt()
    {
        RentedInstance running = s_machine with { GoneAt = null, SeenAt = s_begin.AddHours(4) };
        MoneyLedger ledger = Ledger(running);
        ledger.Add(Use(0, 8, Outcome.Succeeded, 0, 3));
        MoneyReport report = ledger.Finish();
        Assert.Equal((4.0, 2.0, 0.0), (report.Dollars[(int)Purpose.Useful], report.Dollars[(int)Purpose.Unsettled], report.Dollars[(int)Purpose.IdleAndStart]));
    }

    [Fact]
    public void PerTask_SharesIdleMachinesAsTheStagesShareTheRest()
    {
        var ledger = new MoneyLedger(2, [s_machine], s_prices, _ => Vcpus, s_begin, s_begin.AddHours(4));
        ledger.Add(Use(0, 8, Outcome.Succeeded, 0, 1));
        ledger.Add(Use(1, 8, Outcome.Succeeded, 1, 2));
        ledger.Add(Use(0, 8, Outcome.Succeeded, 2, 3) with { Stage = 1 });
        MoneyReport report = ledger.Finish();
        Assert.Equal((1.5, 3.0, 6.0), (report.PerTask(0), report.PerTask(1), report.PerSimulation));
    }

    [Fact]
    public void Finish_InstanceThatServedBefore_CostsFromTheBeginOfTheCampaign()
    {
        var ledger = new MoneyLedger(1, [s_machine], s_prices, _ => Vcpus, s_begin.AddHours(1), s_begin.AddHours(3));
        Assert.Equal(1 + 2, ledger.Finish().Total, 12);
    }

    [Theory]
    [InlineData(59, true, 0)]
    [InlineData(61, true, 1)]
    [InlineData(59, false, 1)]
    public void Finish_ReclaimedInstance_CostsNothingWithinItsFirstHour(double minutes, bool isReclaimed, int isCharged)
    {
        RentedInstance gone = s_machine with { SeenAt = s_begin, GoneAt = s_begin.AddMinutes(90), EndedAt = s_begin.AddMinutes(minutes), IsReclaimed = isReclaimed };
        MoneyLedger ledger = Ledger(gone);
        ledger.Add(Use(0, 8, Outcome.Preempted, 0, 0.5));
        MoneyReport report = ledger.Finish();
        Assert.Equal(isCharged * minutes / 60, report.Total, 12);
        Assert.Equal(isCharged * 0.5, report.Dollars[(int)Purpose.LostToReclaim], 12);
        Assert.Equal((1 - isCharged, (1 - isCharged) * minutes / 60), (report.FreeInstances, report.FreeDollars));
        Assert.Equal(minutes / 60, Assert.Single(report.Pools).Hours, 12);
    }

    [Fact]
    public void Finish_ReclaimedOnDemandInstance_IsCharged()
    {
        RentedInstance gone = s_machine with { Type = "m5.large", IsSpot = false, GoneAt = s_begin.AddMinutes(30), SeenAt = s_begin.AddMinutes(30), IsReclaimed = true };
        Assert.Equal(0.05, Ledger(gone).Finish().Total, 12);
    }

    [Fact]
    public void Finish_InstanceOfSeconds_CostsAMinuteIfItRan()
    {
        RentedInstance brief = s_machine with { SeenAt = s_begin.AddSeconds(20), GoneAt = s_begin.AddSeconds(20) };
        RentedInstance never = brief with { Id = "i-2", RunningAt = null, GoneAt = s_begin, SeenAt = s_begin };
        Assert.Equal(1.0 / 60, Ledger(brief, never).Finish().Total, 12);
    }

    [Fact]
    public void Finish_EndThatTheCloudTells_IsTakenWhereTheLooksAllowIt()
    {
        RentedInstance told = s_machine with { SeenAt = s_begin.AddHours(1), GoneAt = s_begin.AddHours(2), EndedAt = s_begin.AddHours(1.75) };
        Assert.Equal((1.75, 0), (Ledger(told).Finish().Total, Ledger(told).Finish().UnseenEnds));

        // Of a clock that is ten minutes off nothing is taken: begins are by ours.
        RentedInstance skewed = told with { SeenAt = s_begin.AddHours(1), GoneAt = s_begin.AddHours(1).AddMinutes(1), EndedAt = s_begin.AddHours(1).AddMinutes(11) };
        Assert.Equal(1 + (0.5 / 60), Ledger(skewed).Finish().Total, 12);
    }

    [Fact]
    public void Finish_InstancesOfOtherTimes_AreLeftOut()
    {
        RentedInstance before = s_machine with { Id = "i-2", Launched = s_begin.AddHours(-2), RunningAt = s_begin.AddHours(-2), SeenAt = s_begin.AddHours(-1), GoneAt = s_begin.AddHours(-1) };
        RentedInstance after = s_machine with { Id = "i-3", Launched = s_begin.AddHours(5), RunningAt = s_begin.AddHours(5), SeenAt = s_begin.AddHours(6), GoneAt = null };
        MoneyReport report = Ledger(before, after).Finish();
        Assert.Equal((0.0, 0), (report.Total, report.UnusedInstances));
        Assert.Empty(report.Pools);
    }

    private static PriceBook Prices()
    {
        var prices = new PriceBook();
        prices.SetSpot(Type, "eu-west-1a", new PriceSteps([(s_begin, 1), (s_begin.AddHours(2), 2)]));
        prices.SetSpot(Type, "eu-west-1b", new PriceSteps([(s_begin, 3)]));
        prices.SetOnDemand("m5.large", 0.1);
        return prices;
    }

    private static MoneyLedger Ledger(params RentedInstance[] instances) =>
        new(1, instances, s_prices, type => type == Type ? Vcpus : null, s_begin, s_begin.AddHours(4));

    private static AttemptUse Use(long index, int vcpus, Outcome outcome, double from, double to, string instance = "i-1", string machine = Type) =>
        new(0, index, outcome, s_begin.AddHours(to), (long)Math.Round((to - from) * 3_600_000), vcpus, instance, machine);
}
