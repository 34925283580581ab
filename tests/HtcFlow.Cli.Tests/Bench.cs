using HtcFlow.Aws;
using HtcFlow.Backends.Clusters;
using HtcFlow.Backends.Simulated;
using HtcFlow.Cli.Costs;
using HtcFlow.Cli.Sessions;
using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Ports;
using HtcFlow.Engine.Homes;
using HtcFlow.Forecast.Runs;
using HtcFlow.Forecast.Worlds;
using HtcFlow.Objects.Stores;
using HtcFlow.Testing;

namespace HtcFlow.Cli.Tests;

/// <summary>A place to try commands: a home of its own, a store in memory, a backend that runs nothing.</summary>
internal sealed class Bench : IDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly Random _dice = new(1);
    private CancellationTokenSource _stop = new();

    /// <summary>Decides what becomes of each element.</summary>
    public ElementRule Rule { get; set; } = static started => ElementPlay.Succeed(started);

    /// <summary>Called before the backend is opened.</summary>
    public Action Opening { get; set; } = static () => { };

    /// <summary>What a cluster says of itself.</summary>
    public Func<ClusterSurvey> Survey { get; set; } = static () => new ClusterSurvey(75_000, 2_000, 48, 3, []);

    /// <summary>What AWS has; by default there are no credentials.</summary>
    public Func<AwsServices> Aws { get; set; } = static () => throw new FaultException(FaultKind.Denied, "find", "credentials", "there are none; run `aws configure`");

    /// <summary>Runs campaigns for forecasts.</summary>
    public Func<CampaignSpec, ForecastWorld, IForecastRun> Forecast { get; set; } = static (spec, world) => new CampaignRun(spec, world);

    /// <summary>Where instances and prices are asked for.</summary>
    public IReadOnlyList<CloudPlace> Clouds { get; set; } = [];

    public MemoryStore Store { get; } = new();

    public string Out { get; private set; } = "";

    public string Err { get; private set; } = "";

    public string Home => _directory.At("home");

    public CampaignHome HomeOf(string campaign) => new(Home, campaign);

    public string At(params ReadOnlySpan<string> parts) => _directory.At(parts);

    public string Write(string name, string text) => _directory.Write(name, text);

    /// <summary>Asks the next command to stop, as Ctrl-C does.</summary>
    public void Interrupt() => _stop.Cancel();

    /// <summary>Lets the commands after an interrupted one run.</summary>
    public void GoOn()
    {
        _stop.Dispose();
        _stop = new CancellationTokenSource();
    }

    /// <summary>Two stages: four writers, and a reader of them all.</summary>
    public string WriteCampaign(string more = "") => Write("campaign.yaml", $$"""
        campaign: trial
        store: {{At("store")}}
        stages:
          write:
            sweep:
              seed: [1, 2]
              density: {from: 1.0, to: 1.5, step: 0.5}
            command: [write, "${seed}", "--density=${density}"]
            outputs: [out.dat]
            retry: {attempts: 1}
          read:
            after: {write: all}
            command: [read]
            retry: {attempts: 1}
        {{more}}
        """);

    /// <summary>Runs a command line and keeps what it printed.</summary>
    public async Task<int> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        try
        {
            return await CommandLine.RunAsync(arguments, Context(output, errors));
        }
        finally
        {
            // Paths and times differ from run to run; what a person reads around them does not.
            Out = Plain(output);
            Err = Plain(errors);
        }
    }

    public CommandContext Context(TextWriter output, TextWriter errors) => new()
    {
        Out = output,
        Err = errors,
        Time = TimeProvider.System,
        Root = Home,
        Environment = name => name == RunnerLocation.Variable ? At("no-runner") : null,
        Stop = _stop.Token,
        Parts = new Composition
        {
            OpenStore = _ => Store,
            OpenBackend = (_, _, _, _) => OpenAsync(),
            ExamineBackend = (_, _) => null,
            SurveyCluster = (_, _, _) => Task.FromResult(Survey()),
            OpenAws = (_, _) => Aws(),
            OpenForecast = (spec, world) => Forecast(spec, world),
            OpenClouds = (_, _) => Clouds,
            Dice = _dice,
        },
    };

    /// <inheritdoc/>
    public void Dispose()
    {
        _stop.Dispose();
        _directory.Dispose();
    }

    private Task<IBackend> OpenAsync()
    {
        Opening();
        return Task.FromResult<IBackend>(Backend());
    }

    private InMemoryBackend Backend() => new(new InMemoryOptions { Rule = started => Rule(started), Store = Store }, TimeProvider.System);

    private string Plain(StringWriter text) => text.ToString().Replace(_directory.Root, "/bench", StringComparison.Ordinal);
}
