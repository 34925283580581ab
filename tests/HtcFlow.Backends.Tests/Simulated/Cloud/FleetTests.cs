using HtcFlow.Backends.Simulated.Metering;
using HtcFlow.Backends.Simulated.World;
using HtcFlow.Core.Ports;
using HtcFlow.Core.Wire;

namespace HtcFlow.Backends.Tests.Simulated.Cloud;

/// <summary>Machines: how they come, differ, cost and go.</summary>
public sealed class FleetTests
{
    private static readonly TimeSpan s_step = TimeSpan.FromSeconds(10);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Rent_Ramp_StartsAtMostSoManyAMinuteInEachZone()
    {
        WorldSpec calm = TrialCloud.Calm(workSeconds: 36_000);
        var trial = new TrialCloud(calm with
        {
            Pools = [PoolOf("a", "x"), PoolOf("b", "x"), PoolOf("a", "y")],
            Fleet = calm.Fleet with { RampPerZoneMinute = 7, MaxPerZone = 40 },
        });
        await trial.SubmitAsync(TrialCloud.Ask(1, 0, 1000));
        for (int minute = 1; minute <= 10; minute++)
        {
            trial.Clock.Advance(TimeSpan.FromSeconds(minute == 1 ? 59 : 60));

            // Two zones, 7 a minute each, until both hold 40.
            Assert.Equal(Math.Min(14 * minute, 80), trial.Reading.Machines);
        }
    }

    [Fact]
    public async Task Rent_QueueLimit_HoldsForEachQueue()
    {
        WorldSpec calm = TrialCloud.Calm(workSeconds: 36_000);
        var trial = new TrialCloud(calm with
        {
            Pools = [PoolOf("a", "x"), PoolOf("a", "y")],
            Queues = [new QueueSpec("east", [0], 10), new QueueSpec("west", [0, 1], 30)],
        });
        await trial.SubmitAsync(TrialCloud.Ask(1, 0, 100) with { Target = "east" });
        await trial.SubmitAsync(TrialCloud.Ask(2, 100, 100) with { Target = "west" });
        SubmitReply lost = Assert.Single(await trial.Backend.SubmitAsync([TrialCloud.Ask(3, 200, 1) with { Target = "north" }], Token));
        trial.Clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(FaultKind.Broken, lost.Fault!.Kind);
        Assert.Equal((20, 40, 40), (trial.Reading.Machines, trial.Reading.PeakVcpus, trial.Reading.PeakElements));
    }

    [Fact]
    public async Task Rent_PricesDiffer_SpreadsByTheFourthPowerOfTheCost()
    {
        WorldSpec calm = TrialCloud.Calm(workSeconds: 36_000);
        var trial = new TrialCloud(calm with { Pools = [PoolOf("cheap", "x"), PoolOf("same", "x"), PoolOf("dear", "x", dollars: 2)] });
        await trial.SubmitAsync(TrialCloud.Ask(1, 0, 660));
        trial.Clock.Advance(TimeSpan.FromMinutes(30));
        IReadOnlyDictionary<string, double> hours = trial.Reading.MachineHours;

        // 660 processors, two a machine, in shares 16 : 16 : 1.
        Assert.Equal(16, hours["cheap"] / hours["dear"], 0.01);
        Assert.Equal(1, hours["cheap"] / hours["same"], 0.01);
        Assert.Equal(330, trial.Reading.Machines);
    }

    [Fact]
    public async Task Dollars_PricesThatMove_AreThoseOfTheHoursRented()
    {
        WorldSpec calm = TrialCloud.Calm(workSeconds: 3000, machines: 1);
        var trial = new TrialCloud(calm with
        {
            Pools = [calm.Pools[0] with { Price = new PriceSeries([(TimeSpan.Zero, 1), (TimeSpan.FromMinutes(30), 4)]) }],
            Fleet = calm.Fleet with { Boot = TimeSpan.Zero, ContainerStart = TimeSpan.Zero },
        });
        await trial.UntilEndedAsync(await trial.SubmitAsync(TrialCloud.Ask(1, 0, 1)), 1, s_step);
        trial.Clock.Advance(TimeSpan.FromHours(1));

        // Rented at 10 s, works 3,000 s on half of the machine, is given back after 300 s without work: 1,790 s at 1 $ and 1,510 s at 4 $.
        CloudReading reading = trial.Reading;
        Assert.Equal((1790 + (4 * 1510)) / 3600.0, reading.Dollars, 1e-9);
        Assert.Equal((1790 + (4 * 1210)) / 7200.0, reading.DollarsBy[Spending.Useful], 1e-9);
        Assert.Equal(reading.Dollars, reading.DollarsBy.Values.Sum(), 1e-9);
        Assert.Equal(3300 / 3600.0, reading.MachineHours["m"], 1e-9);
        Assert.Equal(0, reading.Machines);
    }

    [Fact]
    public async Task Speeds_Deviation_IsThatOfThePool()
    {
        WorldSpec calm = TrialCloud.Calm(workSeconds: 1000, vcpus: 1, machines: 2000);
        var trial = new TrialCloud(calm with { Pools = [calm.Pools[0] with { SpeedDeviation = 0.2 }], Fleet = calm.Fleet with { SlowShare = 0.02 } });
        await trial.UntilEndedAsync(await trial.SubmitAsync(TrialCloud.Ask(1, 0, 2000)), 2000, s_step);
        double[] speeds = [.. (await trial.KeysAsync(1)).Select(static k => 1_000_000.0 / k.WallMilliseconds)];
        int slow = speeds.Count(static s => s < 0.17);
        double[] rest = [.. speeds.Where(static s => s >= 0.17)];
        double mean = rest.Average();

        // 40 slow ones are expected, with a deviation of 6.3.
        Assert.InRange(slow, 15, 65);
        Assert.Equal(1, mean, 0.02);
        Assert.Equal(0.2, Math.Sqrt(rest.Average(s => (s - mean) * (s - mean))), 0.02);
    }

    [Fact]
    public async Task Storm_Share_TakesSoManyWithinAQuarterOfAnHour()
    {
        WorldSpec calm = TrialCloud.Calm(workSeconds: 36_000, machines: 500);
        var trial = new TrialCloud(calm with
        {
            Pools = [PoolOf("a", "x", machines: 500), PoolOf("a", "y", machines: 500)],
            Storms = [new StormSpec(TimeSpan.FromHours(1), "a", "x", 0.4)],
        });
        await trial.SubmitAsync(TrialCloud.Ask(1, 0, 2000));
        trial.Clock.Advance(TimeSpan.FromMinutes(59));
        Assert.Equal((1000, 0), (trial.Reading.Machines, trial.Reading.Reclaims));
        trial.Clock.Advance(TimeSpan.FromMinutes(17));

        // 200 of the zone's 500, with a deviation of 11; each key of a preempted task stands there before its machine is gone.
        int reclaims = trial.Reading.Reclaims;
        Assert.InRange(reclaims, 150, 250);
        trial.Clock.Advance(TimeSpan.FromMinutes(3));
        Assert.Equal(reclaims, trial.Reading.Reclaims);
        Assert.Equal(2 * reclaims, (await trial.KeysAsync(1)).Count(static k => k is { Outcome: Outcome.Preempted, Exit: ExitCode.TryAgain }));
    }

    [Fact]
    public async Task Death_WithoutAWord_IsNoticedLateAndLeavesNoKey()
    {
        WorldSpec calm = TrialCloud.Calm(workSeconds: 36_000);
        var trial = new TrialCloud(calm with { Fleet = calm.Fleet with { DeathPerHour = 60 } });
        JobHandle handle = await trial.SubmitAsync(TrialCloud.Ask(1, 0, 20));
        ArrayStatus status = await trial.UntilEndedAsync(handle, 20, s_step);
        Assert.Empty(await trial.KeysAsync(1));
        Assert.All(status.Abnormal, static e => Assert.True(e.Exit == -1 && e.Host.StartsWith("i-", StringComparison.Ordinal)));
        Assert.Equal((20, 10), (trial.Reading.Attempts[Outcome.Lost], trial.Reading.Deaths));
        Assert.InRange(trial.Reading.At.TotalMinutes, 8, 30);
        Assert.Equal(0, trial.Reading.DollarsBy[Spending.Useful]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Checkpoints_AfterAReclaim_SaveTheWorkThatTheyHold(bool hasCheckpoints)
    {
        WorldSpec calm = TrialCloud.Calm(workSeconds: 7200);
        var trial = new TrialCloud(calm with
        {
            OtherTasks = calm.OtherTasks with { CheckpointEvery = hasCheckpoints ? TimeSpan.FromMinutes(5) : TimeSpan.Zero },
            Storms = [new StormSpec(TimeSpan.FromHours(1), "", "", 1)],
        });
        JobHandle first = await trial.SubmitAsync(TrialCloud.Ask(1, 0, 20));
        await trial.UntilEndedAsync(first, 20, s_step);
        await trial.UntilEndedAsync(await trial.SubmitAsync(TrialCloud.Ask(2, 0, 20, attempt: 2)), 20, s_step);
        IEnumerable<long> walls = (await trial.KeysAsync(1)).Zip(await trial.KeysAsync(2), (a, b) => a.WallMilliseconds + b.WallMilliseconds);
        if (hasCheckpoints)
        {
            Assert.All(walls, static w => Assert.InRange(w, 7_200_000 - 10, 7_200_000 + 10));
            Assert.Equal(0, trial.Reading.DollarsBy[Spending.Reclaim], 1e-3);
        }
        else
        {
            Assert.All(walls, static w => Assert.True(w > 7_200_000 + 3_000_000));
            Assert.True(trial.Reading.DollarsBy[Spending.Reclaim] > 0);
        }
    }

    [Fact]
    public async Task Avoid_Host_GivesItBackAndRentsAnother()
    {
        WorldSpec calm = TrialCloud.Calm(workSeconds: 36_000, machines: 1);
        var trial = new TrialCloud(calm);
        JobHandle handle = await trial.SubmitAsync(TrialCloud.Ask(1, 0, 4));
        trial.Clock.Advance(TimeSpan.FromMinutes(10));
        await trial.Backend.AvoidAsync(["i-000001", "i-999999", "elsewhere"], Token);
        trial.Clock.Advance(TimeSpan.FromMinutes(10));
        ArrayStatus status = await trial.Backend.StatusAsync(handle);
        Assert.Equal(["i-000001", "i-000001"], status.Abnormal.Select(static e => e.Host));
        Assert.Equal((2, 1), (trial.Reading.Launched, trial.Reading.Machines));
        Assert.All(await trial.KeysAsync(1), static k => Assert.Equal((Outcome.Preempted, "i-000001"), (k.Outcome, k.Host)));
    }

    [Fact]
    public async Task Rent_Memory_PassesOverMachinesThatAreTooSmall()
    {
        WorldSpec calm = TrialCloud.Calm(workSeconds: 36_000);
        var trial = new TrialCloud(calm with { Pools = [PoolOf("small", "x") with { MemoryBytes = 100 }, PoolOf("big", "x") with { MemoryBytes = 300 }] });
        await trial.SubmitAsync(TrialCloud.Ask(1, 0, 10, change: static s => s with { Resources = s.Resources with { MemoryBytes = 200 } }));
        trial.Clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(["big"], trial.Reading.MachineHours.Keys);
        Assert.Equal(10, trial.Reading.PeakElements);
    }

    private static PoolSpec PoolOf(string type, string zone, double dollars = 1, int machines = int.MaxValue) =>
        TrialCloud.Calm().Pools[0] with { Type = type, Zone = zone, Price = PriceSeries.Fixed(dollars), MaxMachines = machines };
}
