using System.Globalization;
using HtcFlow.Backends.Local;
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
    public Func<CommandContext, CampaignSpec, CampaignHome, bool, IBackend> OpenBackend { get; init; } = OpenReal;

    /// <summary>Says why the backend of a campaign cannot work here; null when it can.</summary>
    public Func<CommandContext, CampaignSpec, FaultException?> ExamineBackend { get; init; } = Examine;

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

    private static FaultException? Examine(CommandContext context, CampaignSpec spec)
    {
        if (spec.Backend.Kind != LocalKind)
        {
            return new FaultException(
                FaultKind.Broken, "use backend", spec.Backend.Kind, "this build runs tasks on this machine only; say `--backend local`");
        }

        return RunnerLocation.Find(context.Environment) is null ? RunnerLocation.Missing() : null;
    }

    // What the operator of this machine may set for its runners; every other variable of ours belongs to one attempt.
    private static Dictionary<string, string> RunnerSettings(CommandContext context)
    {
        string[] names = [RunnerEnvironment.Cache, RunnerEnvironment.CpuLevel, RunnerEnvironment.Host, RunnerEnvironment.Machine, RunnerEnvironment.Pass, RunnerEnvironment.Scratch];
        return names.Select(name => (Name: name, Value: context.Environment(name)))
            .Where(setting => !string.IsNullOrEmpty(setting.Value))
            .ToDictionary(setting => setting.Name, setting => setting.Value!, StringComparer.Ordinal);
    }

    private static IBackend OpenReal(CommandContext context, CampaignSpec spec, CampaignHome home, bool stopOnDispose)
    {
        if (Examine(context, spec) is { } fault)
        {
            throw fault;
        }

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
