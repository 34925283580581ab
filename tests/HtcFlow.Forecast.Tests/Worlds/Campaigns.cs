using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Sweeps;

namespace HtcFlow.Forecast.Tests.Worlds;

/// <summary>Campaigns to forecast.</summary>
internal static class Campaigns
{
    /// <summary>A stage of writers with checkpoints and a stage of readers without.</summary>
    public static CampaignSpec Of(string backend, IReadOnlyList<TargetSpec>? targets = null, int writers = 1_000, int readers = 20) => new()
    {
        Name = "trial",
        Store = "/srv/store",
        Backend = new BackendSpec(backend, new Dictionary<string, string>()) { Targets = targets },
        Stages =
        [
            new StageSpec
            {
                Name = "write",
                Sweep = Seeds(writers),
                Command = ["write"],
                Checkpoint = new CheckpointSpec { Files = ["*.chk"] },
                Resources = new ResourceSpec { Vcpus = 2, MemoryBytes = 1L << 30 },
            },
            new StageSpec { Name = "read", Sweep = Seeds(readers), Command = ["read"], After = [new EdgeSpec("write", EdgeKind.All, [])] },
        ],
    };

    private static Sweep Seeds(int count) => new([new Dimension([new Axis("seed", new AxisValues.Integers(1, 1, count))])]);
}
