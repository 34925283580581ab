using HtcFlow.Backends.Simulated.World;
using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Sweeps;

namespace HtcFlow.Benchmarks.MillionCore;

/// <summary>The run of 2018 as a campaign and a cloud: 2.5 million tasks of about three processor-hours in three stages, a million
/// processors, some 40,000 spot machines that come slowly and are taken away in storms, two in a hundred of them horribly slow.</summary>
internal static class MillionCores
{
    private const int Densities = 50;
    private const int Pitches = 40;

    // (900 + 300 + 50) seeds of 2,000 points are 2.5 million tasks.
    private const int Writers = 900;
    private const int Readers = 300;
    private const int Fits = 50;
    private const int MaxVcpus = 1_000_000;

    private static readonly (string Type, int Vcpus, double Speed, double Deviation, double Dollars, double Hazard)[] s_types =
    [
        ("c4.8xlarge", 36, 1.00, 0.10, 0.55, 0.04), ("c5.4xlarge", 16, 1.15, 0.08, 0.27, 0.03), ("c5.9xlarge", 36, 1.15, 0.08, 0.61, 0.04),
        ("c5.18xlarge", 72, 1.15, 0.12, 1.25, 0.07), ("m4.4xlarge", 16, 0.92, 0.25, 0.26, 0.03), ("m5.4xlarge", 16, 1.05, 0.15, 0.30, 0.03),
        ("m5.12xlarge", 48, 1.05, 0.15, 0.90, 0.05), ("r4.4xlarge", 16, 0.95, 0.20, 0.28, 0.02),
    ];

    private static readonly string[] s_zones =
    [
        "us-east-1a", "us-east-1b", "us-east-1c", "us-east-1d", "us-east-1e", "us-east-1f",
        "us-east-2a", "us-east-2b", "us-east-2c", "us-west-2a", "us-west-2b", "us-west-2c",
    ];

    /// <summary>The campaign, with a share of its tasks.</summary>
    /// <param name="parts">1 for all 2.5 million tasks; n for an n-th of them.</param>
    public static CampaignSpec Campaign(int parts) => new()
    {
        Name = "million-cores",
        Store = "s3://results/2018",
        Backend = new BackendSpec("aws-batch", new Dictionary<string, string>()),
        Stages =
        [
            Stage("write", Writers / parts),
            Stage("read", Readers / parts, new EdgeSpec("write", EdgeKind.Axes, ["density", "pitch"])),
            Stage("fit", Fits / Math.Min(parts, Fits), new EdgeSpec("read", EdgeKind.Axes, ["density", "pitch"])),
        ],
    };

    /// <summary>The cloud.</summary>
    public static WorldSpec World(int seed) => new()
    {
        Seed = seed,
        Pools =
        [
            .. from zone in s_zones
               from t in s_types
               select new PoolSpec
               {
                   Type = t.Type,
                   Zone = zone,
                   Vcpus = t.Vcpus,
                   Speed = t.Speed,
                   SpeedDeviation = t.Deviation,
                   HazardPerHour = t.Hazard,
                   Price = Walk(t.Dollars, new Random(HashCode(seed, t.Type, zone))),
                   MaxMachines = 900,
               },
        ],
        Queues = [new QueueSpec("", [.. Enumerable.Range(0, s_zones.Length * s_types.Length)], MaxVcpus)],
        OtherTasks = new TaskModel
        {
            WorkSeconds = 3 * 3_600,
            Deviation = 0.15,
            CheckpointEvery = TimeSpan.FromMinutes(20),
            FailureProbability = 0.002,
        },
        Storms =
        [
            new StormSpec(TimeSpan.FromHours(1.5), "c5.18xlarge", "", 0.4),
            new StormSpec(TimeSpan.FromHours(3), "", "us-east-1b", 0.6),
            new StormSpec(TimeSpan.FromHours(4.5), "", "", 0.1),
            new StormSpec(TimeSpan.FromHours(6), "m5.12xlarge", "", 0.5),
        ],
    };

    // An hourly price that wanders by a few percent, within a third of the mean.
    private static PriceSeries Walk(double mean, Random dice)
    {
        double factor = 1;
        return new PriceSeries(Enumerable.Range(0, 48).Select(hour =>
        {
            factor = Math.Clamp(factor * (0.96 + (dice.NextDouble() * 0.08)), 0.67, 1.33);
            return (TimeSpan.FromHours(hour), mean * factor);
        }));
    }

    // Not string.GetHashCode, which differs from process to process.
    private static int HashCode(int seed, params string[] texts) =>
        string.Concat(texts).Aggregate(seed, static (hash, c) => unchecked((hash * 31) + c));

    private static StageSpec Stage(string name, int seeds, params EdgeSpec[] after) => new()
    {
        Name = name,
        Sweep = new Sweep([Dimension("density", Densities), Dimension("pitch", Pitches), Dimension("seed", seeds)]),
        Command = ["simulate"],
        After = after,
        Checkpoint = new CheckpointSpec { Files = ["*.chk"] },
        Watch = new WatchSpec { Silence = TimeSpan.FromMinutes(20), StragglerFactor = 2 },
        Retry = new RetrySpec { Attempts = 6 },
    };

    private static Dimension Dimension(string axis, int count) => new([new Axis(axis, new AxisValues.Integers(1, 1, count))]);
}
