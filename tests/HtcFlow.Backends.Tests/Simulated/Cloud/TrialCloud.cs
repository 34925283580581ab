using HtcFlow.Backends.Simulated.Cloud;
using HtcFlow.Backends.Simulated.Ledgers;
using HtcFlow.Backends.Simulated.Metering;
using HtcFlow.Backends.Simulated.Service;
using HtcFlow.Backends.Simulated.World;
using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Ids;
using HtcFlow.Core.Ports;
using HtcFlow.Core.Sweeps;
using HtcFlow.Core.Wire;
using HtcFlow.Testing;

namespace HtcFlow.Backends.Tests.Simulated.Cloud;

/// <summary>A simulated cloud with its backend, its store and a clock that the test moves.</summary>
internal sealed class TrialCloud
{
    internal TrialCloud(WorldSpec world)
    {
        Cloud = new SimulatedCloud(world, Clock);
        Backend = new SimulatedBackend(Cloud);
        Store = new SimulatedStore(Cloud);
    }

    internal FakeTimeProvider Clock { get; } = new();

    internal SimulatedCloud Cloud { get; }

    internal SimulatedBackend Backend { get; }

    internal SimulatedStore Store { get; }

    internal CloudReading Reading => Cloud.Read();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>A world of one pool whose machines are all alike and never trouble anybody.</summary>
    internal static WorldSpec Calm(double workSeconds = 60, int vcpus = 2, int machines = 10) => new()
    {
        Pools = [new PoolSpec { Type = "m", Zone = "z", Vcpus = vcpus, Price = PriceSeries.Fixed(1), SpeedDeviation = 0, MaxMachines = machines }],
        OtherTasks = new TaskModel { WorkSeconds = workSeconds, Deviation = 0 },
        Fleet = new FleetModel { SlowShare = 0, StalledShare = 0, DeathPerHour = 0, NoNoticeShare = 0 },
    };

    /// <summary>An array of tasks with an order, as the engine sends them.</summary>
    internal static ArrayAsk Ask(
        int array, long first, int tasks, int attempt = 1, int pack = 1, string stage = "s", Func<StageSpec, StageSpec>? change = null,
        params string[] raised)
    {
        var spec = new StageSpec { Name = stage, Command = ["true"], Sweep = new Sweep([]) };
        spec = change?.Invoke(spec) ?? spec;
        var order = new StageOrder
        {
            Campaign = "c",
            Store = "s",
            Array = array,
            Attempt = attempt,
            Indices = IndexSet.Range(first, tasks).ToString(),
            Pack = pack,
            Raised = raised,
            Stage = spec,
        };
        return new ArrayAsk
        {
            Name = JobName.For("c", stage, new ArrayId(array), "k0"),
            Elements = (tasks + pack - 1) / pack,
            Resources = spec.Resources,
            Environment = new Dictionary<string, string>(StringComparer.Ordinal) { [RunnerEnvironment.Order] = OrderCodec.Format(order) },
            Campaign = "c",
            Stage = stage,
        };
    }

    internal Task<JobHandle> SubmitAsync(ArrayAsk ask) => Backend.SubmitOneAsync(ask);

    /// <summary>Moves the clock on and looks, again and again, until an array has ended.</summary>
    internal async Task<ArrayStatus> UntilEndedAsync(JobHandle handle, long elements, TimeSpan step)
    {
        for (int look = 0; look < 100_000; look++)
        {
            ArrayStatus status = await Backend.StatusAsync(handle);
            if (status.Ended.Count == elements)
            {
                return status;
            }

            Clock.Advance(step);
        }

        throw new InvalidOperationException($"{handle.Name} does not end");
    }

    /// <summary>The ledger keys of an array, by index.</summary>
    internal async Task<List<LedgerKey>> KeysAsync(int array, string stage = "s")
    {
        var keys = new List<LedgerKey>();
        await foreach (string key in Store.ListKeysAsync(StoreLayout.Ledger("c", stage, new ArrayId(array)), Token))
        {
            LedgerKey parsed = LedgerKey.Parse(key.AsSpan(key.LastIndexOf('/') + 1))!;
            Assert.Equal(StoreLayout.LedgerEntry("c", stage, new ArrayId(array), parsed), key);
            keys.Add(parsed);
        }

        keys.Sort(static (a, b) => a.Index.CompareTo(b.Index));
        return keys;
    }
}
