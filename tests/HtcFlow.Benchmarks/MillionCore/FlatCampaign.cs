using HtcFlow.Backends.Simulated.World;
using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Sweeps;

namespace HtcFlow.Benchmarks.MillionCore;

/// <summary>One stage of tasks of half an hour on a calm cloud, to see how the cost of a task changes with their number.</summary>
internal static class FlatCampaign
{
    public static CampaignSpec Of(long tasks) => new()
    {
        Name = "flat",
        Store = "s3://results/flat",
        Backend = new BackendSpec("aws-batch", new Dictionary<string, string>()),
        Stages =
        [
            new StageSpec
            {
                Name = "only",
                Sweep = new Sweep([new Dimension([new Axis("i", new AxisValues.Integers(0, 1, tasks))])]),
                Command = ["simulate"],
            },
        ],
    };

    public static WorldSpec World(int seed) => new()
    {
        Seed = seed,
        Pools =
        [
            .. Enumerable.Range(0, 8).Select(zone => new PoolSpec
            {
                Type = "c5.9xlarge", Zone = $"zone-{zone}", Vcpus = 36, HazardPerHour = 0.02, Price = PriceSeries.Fixed(0.6),
            }),
        ],
        OtherTasks = new TaskModel { WorkSeconds = 1_800, Deviation = 0.15, CheckpointEvery = TimeSpan.FromMinutes(10) },
    };
}
