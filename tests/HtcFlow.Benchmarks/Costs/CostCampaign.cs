using HtcFlow.AwsEmulator.Options;
using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Sweeps;

namespace HtcFlow.Benchmarks.Costs;

/// <summary>A campaign of production's shape, and a spot market whose prices and machines come and go.</summary>
internal static class CostCampaign
{
    /// <summary>Its name.</summary>
    public const string Name = "cost";

    /// <summary>Its first stage.</summary>
    public const string Write = "write";

    /// <summary>The queue.</summary>
    public const string Queue = "main";

    /// <summary>The region.</summary>
    public const string Region = "us-east-1";

    private const int Writers = 20_000;
    private const int Readers = 400;
    private const int MaxVcpus = 2_400;

    /// <summary>The campaign: writers that take half an hour, then readers.</summary>
    public static CampaignSpec Spec { get; } = new()
    {
        Name = Name,
        Store = "s3://results/cost",
        Backend = new BackendSpec("aws-batch", new Dictionary<string, string>()),
        Stages =
        [
            new StageSpec { Name = Write, Sweep = Seeds(Writers), Command = ["write"], Retry = new RetrySpec { Attempts = 8 } },
            new StageSpec { Name = "read", Sweep = Seeds(Readers), Command = ["read"], After = [new EdgeSpec(Write, EdgeKind.All, [])], Retry = new RetrySpec { Attempts = 8 } },
        ],
    };

    /// <summary>The market: pools that one type alone cannot fill, prices that change each hour, starts of 30 s to two minutes, a reclaim for three hours of a machine.</summary>
    public static EmulatorOptions Market(int seed)
    {
        var options = new EmulatorOptions { Seed = seed, Regions = [Region] };
        options.World.Queues = [new PresetQueue { Name = Queue, InstanceTypes = ["c5", "c6a", "c7i", "m5.2xlarge", "r5.4xlarge"], MaxVcpus = MaxVcpus }];
        options.World.DefaultPoolVcpus = 200;
        options.World.PriceStep = TimeSpan.FromHours(1);
        options.World.SpotSwing = 0.4;
        options.World.ReclaimsPerHour = 0.33;
        options.World.InstanceStart = TimeSpan.FromSeconds(75);
        options.World.InstanceStartSpread = 0.6;
        return options;
    }

    private static Sweep Seeds(int count) => new([new Dimension([new Axis("seed", new AxisValues.Integers(1, 1, count))])]);
}
