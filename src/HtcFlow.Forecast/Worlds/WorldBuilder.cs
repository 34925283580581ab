using HtcFlow.Backends.Simulated.World;
using HtcFlow.Core.Campaigns;
using HtcFlow.Forecast.Markets;

namespace HtcFlow.Forecast.Worlds;

/// <summary>Makes the world of a forecast from a campaign, a market and what is known about its tasks.</summary>
public static class WorldBuilder
{
    /// <summary>Chance per hour that a machine is reclaimed where the market does not say.</summary>
    /// <remarks>A guess on the safe side: Amazon's Spot Instance Advisor calls more than 20 % a month the worst class, in the storms of 2018 it was more.</remarks>
    public const double GuessedHazard = 0.02;

    // The one backend whose machine is known: this one.
    private const string LocalKind = "local";
    private const double StandardDeviation = 0.08;
    private static readonly TimeSpan s_guessedCheckpoint = TimeSpan.FromMinutes(15);

    /// <summary>Makes the world.</summary>
    /// <param name="inputs">What is known.</param>
    /// <param name="refusal">Why there is none: the campaign could not run.</param>
    /// <returns>The world; null when it was refused.</returns>
    public static ForecastWorld? Build(ForecastInputs inputs, out ForecastRefusal? refusal)
    {
        BackendSpec backend = inputs.Campaign.Backend;
        if (inputs.Market is null && backend.Kind != LocalKind)
        {
            refusal = new ForecastRefusal(
                $"campaign {inputs.Campaign.Name} runs on {backend.Kind}, and nothing says which machines there are",
                "--market FILE names machines and prices (0 for a cluster's own), see docs/market-files.md; or take `--backend local`");
            return null;
        }

        IReadOnlyList<MarketPool> pools = inputs.Market?.Pools ?? [];
        IReadOnlyList<QueueSpec> queues = OneMachineQueues(backend, inputs.Slots);
        refusal = null;
        if (inputs.Market is not null)
        {
            queues = QueueBuilder.Build(backend, pools, inputs.MaxVcpus, out refusal);
        }

        PoolSpec[] machines = inputs.Market is null ? [OneMachine(inputs.Slots)] : [.. pools.Select(PoolOf)];
        refusal ??= inputs.Campaign.Stages.Select(stage => Misfit(stage, queues, machines)).FirstOrDefault(r => r is not null);
        if (refusal is not null)
        {
            return null;
        }

        var world = new WorldSpec
        {
            Pools = machines,
            Queues = queues,
            Tasks = inputs.Campaign.Stages.ToDictionary(stage => stage.Name, stage => TasksOf(stage, inputs)),
            Fleet = inputs.Market is null ? Services.OneMachineFleet : new FleetModel(),
            Service = Services.Of(backend.Kind, inputs.Market is not null, inputs.Campaign.Stages.Min(stage => inputs.Times.Of(stage.Name).Mean)),
        };
        return new ForecastWorld(world, inputs.Market, pools, AssumptionList.Of(inputs, world));
    }

    private static IReadOnlyList<QueueSpec> OneMachineQueues(BackendSpec backend, int slots) => backend.Targets is { Count: > 0 } targets
        ? [.. targets.Select(target => new QueueSpec(target.Name, [0], slots))]
        : [new QueueSpec("", [0], slots)];

    private static PoolSpec OneMachine(int slots) => new()
    {
        Type = "this-machine",
        Zone = "here",
        Vcpus = slots,
        SpeedDeviation = 0,
        Price = PriceSeries.Fixed(0),
        MaxMachines = 1,
    };

    private static PoolSpec PoolOf(MarketPool pool) => new()
    {
        Type = pool.Place.Type,
        Zone = pool.Place.Zone,
        Vcpus = pool.Facts.Vcpus ?? 1,
        MemoryBytes = pool.Facts.MemoryBytes ?? 0,
        Speed = pool.Facts.Speed ?? 1,
        SpeedDeviation = pool.Facts.SpeedDeviation ?? StandardDeviation,
        Price = PriceSeries.Fixed(pool.Prices[^1].Dollars),
        HazardPerHour = pool.Facts.HazardPerHour ?? (pool.Highest > 0 ? GuessedHazard : 0),
        MaxMachines = pool.Facts.MaxMachines ?? int.MaxValue,
    };

    private static TaskModel TasksOf(StageSpec stage, ForecastInputs inputs)
    {
        TaskTime time = inputs.Times.Of(stage.Name);
        return new TaskModel
        {
            WorkSeconds = time.Mean.TotalSeconds,
            Deviation = time.Deviation,
            CheckpointEvery = stage.Checkpoint is null ? TimeSpan.Zero : inputs.CheckpointEvery ?? s_guessedCheckpoint,
            FailureProbability = inputs.FailureProbability ?? time.FailureProbability ?? 0,
        };
    }

    // A task that fits on no machine would wait for ever.
    private static ForecastRefusal? Misfit(StageSpec stage, IReadOnlyList<QueueSpec> queues, PoolSpec[] machines)
    {
        foreach (QueueSpec queue in queues.Where(q => stage.Targets?.Contains(q.Name) != false))
        {
            bool isFit = queue.Pools.Any(p => machines[p].Vcpus >= stage.Resources.Vcpus && machines[p].MaxMachines > 0
                && (machines[p].MemoryBytes == 0 || machines[p].MemoryBytes >= stage.Resources.MemoryBytes));
            if (!isFit || queue.MaxVcpus < stage.Resources.Vcpus)
            {
                string where = queue.Name.Length > 0 ? $" of target {queue.Name}" : "";
                return new ForecastRefusal(
                    $"a task of stage {stage.Name} needs {stage.Resources.Vcpus} processors and {stage.Resources.MemoryBytes >> 20} MiB, and no machine{where} has them",
                    "ask for less in `resources`, or give a market with larger machines");
            }
        }

        return null;
    }
}
