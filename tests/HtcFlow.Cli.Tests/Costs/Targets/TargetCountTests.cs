using HtcFlow.Aws.Ec2;
using HtcFlow.Aws.Memory;
using HtcFlow.Cli.Costs;
using HtcFlow.Cli.Costs.Targets;
using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Facts;
using HtcFlow.Core.Ids;
using HtcFlow.Core.Money;
using HtcFlow.Core.Money.Instances;
using HtcFlow.Core.Ports;
using HtcFlow.Core.State;
using HtcFlow.Core.Sweeps;
using HtcFlow.Core.Transitions;
using HtcFlow.Core.Wire;
using HtcFlow.Objects.Stores;
using HtcFlow.Testing;

namespace HtcFlow.Cli.Tests.Costs.Targets;

public sealed class TargetCountTests : IAsyncDisposable
{
    private static readonly DateTimeOffset s_begin = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly FakeTimeProvider _time = new(s_begin);
    private readonly MemoryStore _store;
    private readonly MemoryEc2 _ec2 = new();
    private readonly CampaignState _state = new();

    public TargetCountTests()
    {
        _store = new MemoryStore(_time);
        Tell(new Fact.CampaignCreated(Campaign(), "k3f9a1c0"));
        Tell(new Fact.ArrayPlanned(new ArrayId(1), 0, 1, IndexSet.Range(0, 4), 1, 0));
        Tell(new Fact.ArrayPlanned(new ArrayId(2), 0, 1, IndexSet.Range(4, 4), 1, 1));
        _ec2.Add(new SpotPrice("c5.large", "eu-west-1a", SpotPriceQuery.Linux, 0.1m, DateTimeOffset.UnixEpoch));
        _ec2.Add(new SpotPrice("r5.large", "eu-west-1a", SpotPriceQuery.Linux, 0.4m, DateTimeOffset.UnixEpoch));
    }

    [Fact]
    public async Task CountAsync_MachinesOfTwoTargets_ChargesEachWithItsOwnAndTheirIdleTime()
    {
        // Two hours of a machine each: one works half of it with both processors, the other all of it with one of two.
        _time.Advance(TimeSpan.FromHours(1));
        await PutAsync(1, new LedgerKey(0, 1, Outcome.Succeeded, 0, 3_600_000, "c5.large") { Host = "i-1" });
        await PutAsync(1, new LedgerKey(1, 1, Outcome.Succeeded, 0, 3_600_000, "c5.large") { Host = "i-1" });
        _time.Advance(TimeSpan.FromHours(1));
        await PutAsync(2, new LedgerKey(4, 1, Outcome.Preempted, 0, 3_600_000, "r5.large") { Host = "i-2" });
        await PutAsync(2, new LedgerKey(5, 1, Outcome.Succeeded, 0, 3_600_000, "r5.large") { Host = "i-2" });

        CostLook look = await CountAsync(Machine("i-1", "c5.large"), Machine("i-2", "r5.large"));

        Assert.Equal([(0.2, 2L), (0.8, 1L)], look.Targets.Select(t => (Math.Round(t!.Dollars[0], 9), t.Finished[0])));
    }

    [Fact]
    public async Task CountAsync_MachineThatStillWorks_CountsUpToItsLastEnd()
    {
        _time.Advance(TimeSpan.FromHours(1));
        await PutAsync(1, new LedgerKey(0, 1, Outcome.Succeeded, 0, 3_600_000, "c5.large") { Host = "i-1" });
        await PutAsync(1, new LedgerKey(1, 1, Outcome.Succeeded, 0, 3_600_000, "c5.large") { Host = "i-1" });
        _time.Advance(TimeSpan.FromHours(1));

        CostLook look = await CountAsync(Machine("i-1", "c5.large") with { GoneAt = null, SeenAt = s_begin.AddHours(2) });

        Assert.Equal(0.1, look.Targets[0]!.Dollars[0], 9);
        Assert.Equal((0, 0), (look.Targets[1]!.Dollars[0], look.Targets[1]!.Finished[0]));
    }

    [Fact]
    public async Task CountAsync_MachinesOnDemand_AreUnknownAndNotFree()
    {
        _time.Advance(TimeSpan.FromHours(1));
        await PutAsync(1, new LedgerKey(0, 1, Outcome.Succeeded, 0, 3_600_000, "c5.large") { Host = "i-1" });
        await PutAsync(2, new LedgerKey(4, 1, Outcome.Succeeded, 0, 3_600_000, "r5.large") { Host = "i-2" });

        CostLook look = await CountAsync(Machine("i-1", "c5.large"), Machine("i-2", "r5.large") with { IsSpot = false });

        Assert.NotNull(look.Targets[0]);
        Assert.Null(look.Targets[1]);
    }

    [Fact]
    public async Task CountAsync_KeysThatBelongToNoArray_AreLeftOut()
    {
        await PutAsync(77, new LedgerKey(0, 1, Outcome.Succeeded, 0, 3_600_000, "c5.large"));
        using var nothing = new MemoryStream();
        await _store.PutAsync(StoreLayout.Ledgers("trial", "run") + "stray/0.a1.succeeded.0.1.c5.large", nothing, PutCondition.Always, TestContext.Current.CancellationToken);

        CostLook look = await CountAsync();

        Assert.All(look.Targets, t => Assert.Equal(0, t!.Finished[0]));
    }

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    private static CampaignSpec Campaign() => new()
    {
        Name = "trial",
        Store = "s3://results",
        Backend = new BackendSpec("aws-batch", new Dictionary<string, string>())
        {
            Targets = [new TargetSpec("near", 1, new Dictionary<string, string>()), new TargetSpec("far", 1, new Dictionary<string, string>())],
        },
        Stages = [new StageSpec { Name = "run", Sweep = new Sweep([new Dimension([new Axis("i", new AxisValues.Integers(0, 1, 8))])]), Command = ["run"] }],
    };

    private static RentedInstance Machine(string id, string type) => new(id, type, "eu-west-1a", true, s_begin)
    {
        RunningAt = s_begin,
        SeenAt = s_begin.AddHours(2),
        GoneAt = s_begin.AddHours(2),
    };

    private void Tell(Fact fact) => Applier.Apply(_state, new JournalEntry(_state.Sequence + 1, s_begin, fact));

    private async Task PutAsync(int array, LedgerKey key)
    {
        using var nothing = new MemoryStream();
        await _store.PutAsync(StoreLayout.LedgerEntry("trial", "run", new ArrayId(array), key), nothing, PutCondition.Always, TestContext.Current.CancellationToken);
    }

    private Task<CostLook> CountAsync(params RentedInstance[] machines) => TargetCount.CountAsync(
        _state, _store, machines, new CostPrices([new CloudPlace("eu-west-1", _ec2)], s_begin), _time.GetUtcNow(), TestContext.Current.CancellationToken);
}
