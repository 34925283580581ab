using HtcFlow.Backends.Simulated.World;
using HtcFlow.Core.Campaigns;
using HtcFlow.Forecast.Markets;
using HtcFlow.Forecast.Worlds;
using HtcFlow.Testing;

namespace HtcFlow.Forecast.Tests.Worlds;

public sealed class WorldBuilderTests
{
    private static readonly DateTimeOffset s_from = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Build_LocalWithoutAMarket_IsThisMachine()
    {
        ForecastWorld world = Build(new ForecastInputs { Campaign = Campaigns.Of("local"), Slots = 6 });
        PoolSpec pool = Assert.Single(world.Of(5).Pools);
        Assert.Equal((6, 0.0, 1), (pool.Vcpus, pool.Price.At(TimeSpan.Zero), pool.MaxMachines));
        Assert.Equal(5, world.Of(5).Seed);
        Assert.Equal(0, world.Pattern.Fleet.SlowShare);
        Snapshot.Match(string.Join('\n', world.Assumptions));
    }

    [Fact]
    public void Build_Market_HasItsPoolsTimesAndLimits()
    {
        ForecastWorld world = Build(new ForecastInputs
        {
            Campaign = Campaigns.Of("aws-batch"),
            Market = SomeMarket(),
            Times = new TaskTimes { Given = new Dictionary<string, TaskTime> { ["write"] = new(TimeSpan.FromHours(3), 0.15, "given") } },
            CheckpointEvery = TimeSpan.FromMinutes(20),
            FailureProbability = 0.01,
            MaxVcpus = 5_000,
        });
        Assert.Equal(10_000, world.Pattern.Service.MaxArrayElements);
        Assert.Equal([0.02, 0.05, 0.02], world.Pattern.Pools.Select(p => p.HazardPerHour));
        TaskModel write = world.Pattern.Tasks["write"];
        Assert.Equal((10_800, 0.15, TimeSpan.FromMinutes(20), 0.01), (write.WorkSeconds, write.Deviation, write.CheckpointEvery, write.FailureProbability));
        Assert.Equal((600, TimeSpan.Zero), (world.Pattern.Tasks["read"].WorkSeconds, world.Pattern.Tasks["read"].CheckpointEvery));
        Assert.Equal(5_000, Assert.Single(world.Pattern.Queues).MaxVcpus);
        Snapshot.Match(string.Join('\n', world.Assumptions));
    }

    [Fact]
    public void Of_DifferentSeeds_BeginAtDifferentPrices()
    {
        ForecastWorld world = Build(new ForecastInputs { Campaign = Campaigns.Of("aws-batch"), Market = SomeMarket() });
        double[] first = [.. Enumerable.Range(0, 30).Select(seed => world.Of(seed).Pools[0].Price.At(TimeSpan.Zero))];
        Assert.Equal([1, 2], first.Distinct().Order());
        Assert.Equal(world.Of(3).Pools[0].Price.At(TimeSpan.Zero), first[3]);
    }

    [Fact]
    public void Build_Targets_HaveTheMachinesOfTheirRegionsAndTheirShare()
    {
        TargetSpec[] targets = [new("east", 3, Region("us-east-1")), new("west", 1, Region("us-west-2"))];
        ForecastWorld world = Build(new ForecastInputs { Campaign = Campaigns.Of("aws-batch", targets), Market = SomeMarket(), MaxVcpus = 400 });
        Assert.Equal(["east 300: 0,1", "west 100: 2"], world.Pattern.Queues.Select(q => $"{q.Name} {q.MaxVcpus}: {string.Join(',', q.Pools)}"));
    }

    [Fact]
    public void Build_WhatCannotRun_IsRefused()
    {
        Assert.Contains("no machines in region eu-west-1, where target far is", Refuse(
            new ForecastInputs { Campaign = Campaigns.Of("aws-batch", [new("far", 1, Region("eu-west-1"))]), Market = SomeMarket() }).What, StringComparison.Ordinal);
        Assert.Contains("nothing says which machines there are", Refuse(new ForecastInputs { Campaign = Campaigns.Of("slurm") }).What, StringComparison.Ordinal);
        Assert.Contains("a task of stage write needs 2 processors and 1024 MiB", Refuse(
            new ForecastInputs { Campaign = Campaigns.Of("local"), Slots = 1 }).What, StringComparison.Ordinal);
    }

    [Fact]
    public void Build_TargetTooSmallForAStageThatIsPinnedElsewhere_IsNotRefused()
    {
        TargetSpec[] targets = [new("east", 1, Region("us-east-1")), new("west", 1, Region("us-west-2"))];
        CampaignSpec campaign = Campaigns.Of("aws-batch", targets);
        StageSpec large = campaign.Stages[0] with { Resources = new ResourceSpec { Vcpus = 16 } };
        Market market = SomeMarket();
        market = market with { Pools = [.. market.Pools.Take(2), market.Pools[2] with { Facts = new MachineFacts { Vcpus = 16 } }] };

        Build(new ForecastInputs { Campaign = campaign with { Stages = [large with { Targets = ["west"] }, campaign.Stages[1]] }, Market = market });
        Assert.Contains("no machine of target east has them", Refuse(
            new ForecastInputs { Campaign = campaign with { Stages = [large, campaign.Stages[1]] }, Market = market }).What, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("slurm", 1_000)]
    [InlineData("gridengine", 10_000)]
    [InlineData("local", 10_000)]
    public void Build_Backend_DecidesTheSizeOfArrays(string kind, int elements) =>
        Assert.Equal(elements, Build(new ForecastInputs { Campaign = Campaigns.Of(kind), Market = SomeMarket() }).Pattern.Service.MaxArrayElements);

    private static ForecastWorld Build(ForecastInputs inputs)
    {
        ForecastWorld? world = WorldBuilder.Build(inputs, out ForecastRefusal? refusal);
        Assert.Null(refusal);
        return world!;
    }

    private static ForecastRefusal Refuse(ForecastInputs inputs)
    {
        Assert.Null(WorldBuilder.Build(inputs, out ForecastRefusal? refusal));
        return refusal!;
    }

    private static Dictionary<string, string> Region(string region) => new() { ["region"] = region };

    private static Market SomeMarket() => new(
        ["prices.csv"],
        [
            new MarketPool(new MachinePlace("us-east-1", "us-east-1a", "c5.large"), new MachineFacts { Vcpus = 2 }, [(s_from, 1), (s_from.AddHours(12), 2)]),
            new MarketPool(new MachinePlace("us-east-1", "us-east-1b", "c5.large"), new MachineFacts { Vcpus = 2, HazardPerHour = 0.05 }, [(s_from, 1)]),
            new MarketPool(new MachinePlace("us-west-2", "us-west-2a", "m5.large"), new MachineFacts { Vcpus = 2, Speed = 0.9 }, [(s_from.AddHours(24), 1)]),
        ],
        s_from,
        s_from.AddHours(24));
}
