using HtcFlow.Backends.Simulated.World;
using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Sweeps;
using HtcFlow.Forecast.Markets;
using HtcFlow.Forecast.Runs;
using HtcFlow.Forecast.Worlds;

namespace HtcFlow.Forecast.Tests.Runs;

/// <summary>A campaign small enough to be forecast a hundred times in a minute, in a market whose prices and machines come and go.</summary>
internal static class TrialCampaign
{
    private const int Writers = 2_000;
    private const int Readers = 50;
    private const int HistoryHours = 72;
    private const int MaxVcpus = 1_600;

    /// <summary>Runs the campaign once.</summary>
    public static IForecastRun Create()
    {
        CampaignSpec campaign = Campaign();
        var inputs = new ForecastInputs
        {
            Campaign = campaign,
            Market = Market(),
            Times = new TaskTimes
            {
                Given = new Dictionary<string, TaskTime>
                {
                    ["write"] = new(TimeSpan.FromHours(1), 0.2, "given"),
                    ["read"] = new(TimeSpan.FromMinutes(10), 0.1, "given"),
                },
            },
            CheckpointEvery = TimeSpan.FromMinutes(15),
            FailureProbability = 0.01,
            MaxVcpus = MaxVcpus,
        };
        ForecastWorld world = WorldBuilder.Build(inputs, out ForecastRefusal? refusal) ?? throw new InvalidOperationException(refusal!.What);

        // Most of the work on so few tasks is to look after them; every two minutes is often enough for tasks of an hour.
        ServiceModel service = world.Pattern.Service with { PollInterval = TimeSpan.FromMinutes(2) };
        return new CampaignRun(campaign, world with { Pattern = world.Pattern with { Service = service } });
    }

    private static CampaignSpec Campaign() => new()
    {
        Name = "trial",
        Store = "/srv/store",
        Backend = new BackendSpec("aws-batch", new Dictionary<string, string>()),
        Stages =
        [
            new StageSpec
            {
                Name = "write",
                Sweep = Seeds(Writers),
                Command = ["write"],
                Checkpoint = new CheckpointSpec { Files = ["*.chk"] },
                Resources = new ResourceSpec { Walltime = TimeSpan.FromHours(3) },
                Watch = new WatchSpec { Silence = TimeSpan.FromMinutes(10), StragglerFactor = 2 },
            },
            new StageSpec { Name = "read", Sweep = Seeds(Readers), Command = ["read"], After = [new EdgeSpec("write", EdgeKind.All, [])] },
        ],
    };

    private static Sweep Seeds(int count) => new([new Dimension([new Axis("seed", new AxisValues.Integers(1, 1, count))])]);

    // Prices rise and fall by a third over a day, each pool at its own time.
    private static Market Market()
    {
        var from = new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);
        MachinePlace[] places =
        [
            new("us-east-1", "us-east-1a", "c5.4xlarge"), new("us-east-1", "us-east-1b", "c5.4xlarge"),
            new("us-east-1", "us-east-1a", "m5.8xlarge"), new("us-east-1", "us-east-1b", "m5.8xlarge"),
        ];
        return new Market(["trial"], [.. places.Select((place, p) => Pool(place, p, from))], from, from.AddHours(HistoryHours));
    }

    private static MarketPool Pool(MachinePlace place, int number, DateTimeOffset from)
    {
        int vcpus = place.Type == "c5.4xlarge" ? 16 : 32;
        var facts = new MachineFacts { Vcpus = vcpus, MemoryBytes = 32L << 30, HazardPerHour = 0.03 + (0.02 * number), MaxMachines = 40 };
        return new MarketPool(
            place, facts,
            [.. Enumerable.Range(0, HistoryHours).Select(h => (from.AddHours(h), 0.016 * vcpus * (1 + (0.33 * Math.Sin((h + (7 * number)) * Math.Tau / 24)))))]);
    }
}
