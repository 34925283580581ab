using System.Globalization;
using HtcFlow.Aws;
using HtcFlow.Backends.AwsBatch;
using HtcFlow.Backends.Clusters;
using HtcFlow.Backends.Local;
using HtcFlow.Cli.Aws;
using HtcFlow.Cli.Clusters;
using HtcFlow.Cli.Costs;
using HtcFlow.Cli.Sessions;
using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Ports;
using HtcFlow.Core.Wire;
using HtcFlow.Engine.Homes;
using HtcFlow.Forecast.Runs;
using HtcFlow.Forecast.Worlds;
using HtcFlow.Objects.Stores;

namespace HtcFlow.Cli;

/// <summary>The one place that knows which parts make an engine on this machine.</summary>
internal sealed record Composition
{
    /// <summary>Name of the backend that runs tasks on this machine.</summary>
    public const string LocalKind = "local";

    /// <summary>Opens the store at an address.</summary>
    public Func<string, IObjectStore> OpenStore { get; init; } = ObjectStores.Open;

    /// <summary>Opens the backend of a campaign; the flag says whether leaving stops the tasks that run.</summary>
    public Func<CommandContext, CampaignSpec, CampaignHome, bool, Task<IBackend>> OpenBackend { get; init; } = OpenRealAsync;

    /// <summary>Says why the backend of a campaign cannot work here; null when it can.</summary>
    public Func<CommandContext, CampaignSpec, FaultException?> ExamineBackend { get; init; } = Examine;

    /// <summary>Asks a cluster what it allows; the flag says whether also if it would take an array.</summary>
    public Func<CommandContext, BackendSpec, bool, Task<ClusterSurvey>> SurveyCluster { get; init; } = Cluster.SurveyAsync;

    /// <summary>Opens what tells of the instances and prices of a campaign, one for each account and region; none where it runs on no cloud.</summary>
    public Func<CommandContext, CampaignSpec, IReadOnlyList<CloudPlace>> OpenClouds { get; init; } = CloudPlace.OpenAll;

    /// <summary>Opens the services of an account of AWS.</summary>
    public Func<CommandContext, AwsBatchOptions, AwsServices> OpenAws { get; init; } = AwsBatchSetup.Services;

    /// <summary>Starts an engine in the background; gives its process.</summary>
    public Func<CampaignHome, BackgroundEngine> StartBackground { get; init; } = BackgroundEngine.Start;

    /// <summary>Makes what runs a campaign in a simulated world.</summary>
    public Func<CampaignSpec, ForecastWorld, IForecastRun> OpenForecast { get; init; } = static (spec, world) => new CampaignRun(spec, world);

    /// <summary>Dice for birth marks and jitter.</summary>
    public Random Dice { get; init; } = Random.Shared;

    /// <summary>Slots of the local backend that a campaign asks for.</summary>
    public static int SlotsOf(BackendSpec backend) =>
        backend.Options.TryGetValue("slots", out string? text) && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int slots) && slots > 0
            ? slots
            : Environment.ProcessorCount;

    private static FaultException? Examine(CommandContext context, CampaignSpec spec) => spec.Backend.Kind switch
    {
        LocalKind => RunnerLocation.Find(context.Environment) is null ? RunnerLocation.Missing() : null,
        AwsBatchSetup.Kind => AwsBatchSetup.Examine(spec.Backend, spec.Store),
        _ => Cluster.Examine(context, spec.Backend),
    };

    // What the operator of this machine may set for its runners; every other variable of ours belongs to one attempt.
    private static Dictionary<string, string> RunnerSettings(CommandContext context)
    {
        string[] names = [RunnerEnvironment.Cache, RunnerEnvironment.CpuLevel, RunnerEnvironment.Host, RunnerEnvironment.Machine, RunnerEnvironment.Pass, RunnerEnvironment.Scratch];
        return names.Select(name => (Name: name, Value: context.Environment(name)))
            .Where(setting => !string.IsNullOrEmpty(setting.Value))
            .ToDictionary(setting => setting.Name, setting => setting.Value!, StringComparer.Ordinal);
    }

    private static async Task<IBackend> OpenRealAsync(CommandContext context, CampaignSpec spec, CampaignHome home, bool stopOnDispose) =>
        Examine(context, spec) is { } fault ? throw fault
        : spec.Backend.Kind == AwsBatchSetup.Kind
            ? await AwsBatchBackend.OpenAsync(AwsBatchSetup.Of(context, spec.Backend), options => context.Parts.OpenAws(context, options), context.Time, context.Stop)
        : Cluster.Has(spec.Backend.Kind) ? await Cluster.OpenAsync(context, spec.Backend, home)
        : OpenLocal(context, spec, home, stopOnDispose);

    private static LocalBackend OpenLocal(CommandContext context, CampaignSpec spec, CampaignHome home, bool stopOnDispose)
    {
        var options = new LocalOptions
        {
            SpoolDirectory = home.Spool,
            RunnerPath = RunnerLocation.Find(context.Environment) ?? throw RunnerLocation.Missing(),
            Slots = SlotsOf(spec.Backend),
            StopOnDispose = stopOnDispose,
            Environment = RunnerSettings(context),
        };
        return LocalBackend.Open(options, context.Time);
    }
}
