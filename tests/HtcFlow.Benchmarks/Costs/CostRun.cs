using System.Text.Json;
using HtcFlow.Aws;
using HtcFlow.Aws.Calls;
using HtcFlow.Aws.Identity;
using HtcFlow.AwsEmulator;
using HtcFlow.AwsEmulator.Billing;
using HtcFlow.AwsEmulator.Options;
using HtcFlow.Backends.AwsBatch;
using HtcFlow.Benchmarks.AwsBatch;
using HtcFlow.Cli;
using HtcFlow.Cli.Costs;
using HtcFlow.Core.State;
using HtcFlow.Engine.Homes;
using HtcFlow.Engine.Journal;
using HtcFlow.Engine.Lanes;
using HtcFlow.Engine.Loop;
using HtcFlow.Engine.Recovery;
using HtcFlow.Objects.Stores;
using HtcFlow.Testing;

namespace HtcFlow.Benchmarks.Costs;

/// <summary>One campaign through the emulated cloud in virtual time, with the engine and the recorder of instances as they are, and its report.</summary>
internal sealed class CostRun : IAsyncDisposable
{
    private static readonly DateTimeOffset s_begin = new(2026, 1, 5, 8, 0, 0, TimeSpan.Zero);

    // The report is made when the last instance is long gone.
    private static readonly TimeSpan s_later = TimeSpan.FromMinutes(30);

    private readonly string _root = Directory.CreateTempSubdirectory("htcflow-cost-").FullName;
    private readonly EmulatorHost _emulator;
    private readonly CommonClock _clock;
    private readonly MemoryStore _store;
    private readonly HttpMessageInvoker _http;
    private readonly SdkCredentials _credentials = new(null);
    private readonly AwsServices _services;
    private readonly StringWriter _out = new();

    private CostRun(EmulatorHost emulator, FakeTimeProvider service, MemoryStore store)
    {
        _emulator = emulator;
        _store = store;
        _clock = new CommonClock(s_begin, time => service.Advance(time - service.GetUtcNow()));
        _http = new HttpMessageInvoker(new CountedRequests(AwsHttp.Open(null), _clock));
        var options = new AwsOptions { Region = CostCampaign.Region, Endpoint = emulator.Endpoint };
        _services = AwsServices.Open(
            options, _clock, new Random(1), _http, _credentials, new AwsSettings(options, static _ => null, static () => null));
    }

    /// <summary>Starts a cloud.</summary>
    public static async Task<CostRun> StartAsync(int seed)
    {
        var service = new FakeTimeProvider(s_begin);
        var store = new MemoryStore(service);
        EmulatorOptions options = CostCampaign.Market(seed);
        options.Work = new CostWork(seed, store);
        return new CostRun(await EmulatorHost.StartAsync(options, service), service, store);
    }

    /// <summary>Runs the campaign and compares its report with the bill.</summary>
    public async Task<CostFigures> RunAsync()
    {
        var context = new CommandContext
        {
            Out = _out,
            Err = Console.Error,
            Time = _clock,
            Root = _root,
            Parts = new Composition { OpenStore = _ => _store, OpenClouds = (_, _) => [new CloudPlace(CostCampaign.Region, _services.Ec2)] },
        };
        var home = new CampaignHome(_root, CostCampaign.Name);
        home.Create();
        using (SqliteJournal journal = SqliteJournal.Open(home.Journal))
        {
            await using InstanceRecorder? recorder = InstanceRecorder.Start(context with { Time = new LookClock(_clock) }, home, CostCampaign.Spec);
            RunEngine(journal);
        }

        double hours = (_clock.GetUtcNow() - s_begin).TotalHours;
        _clock.MoveTo(_clock.GetUtcNow() + s_later);
        int code = _clock.Finish(Task.Run(() => CommandLine.RunAsync(["cost", CostCampaign.Name, "--json"], context)));
        return code == ExitCodes.Fine ? Compare(hours) : throw new InvalidOperationException($"The report ended with {code}.");
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _emulator.DisposeAsync();
        _http.Dispose();
        _credentials.Dispose();
        _out.Dispose();
        Directory.Delete(_root, recursive: true);
    }

    private void RunEngine(SqliteJournal journal)
    {
        var options = new AwsBatchOptions { Queue = CostCampaign.Queue, Image = "images/trial:1", Region = CostCampaign.Region, Endpoint = _emulator.Endpoint };
        AwsBatchBackend backend = _clock.Finish(Task.Run(() => AwsBatchBackend.OpenAsync(options, _ => _services, _clock, CancellationToken.None)));
        var dice = new Random(1);
        CampaignBirth.Record(journal, CostCampaign.Spec, CampaignBirth.NewMark(dice), _clock.GetUtcNow());
        var core = new EngineCore(new EngineParts { Journal = journal, Backend = backend, Store = _store, Time = _clock, Dice = dice });
        EngineDrive.Run(core, new LaneWorker(backend, _store, _clock), _clock);
        if (core.State.Tally(TaskState.Succeeded) < CostCampaign.Spec.Stages.Sum(static stage => stage.Sweep.Count))
        {
            throw new InvalidOperationException(
                $"The campaign did not come to its end: {core.End}, {core.State.Tally(TaskState.Succeeded)} succeeded, {core.State.Tally(TaskState.Failed)} failed, {core.View(_clock.GetUtcNow()).Reason}");
        }
    }

    private CostFigures Compare(double hours)
    {
        using JsonDocument document = JsonDocument.Parse(_out.ToString());
        JsonElement root = document.RootElement;
        IReadOnlyList<BillLine> bill = _emulator.Bill();
        return new CostFigures(
            root.GetProperty("types").EnumerateObject().ToDictionary(static type => type.Name, static type => type.Value.GetDouble(), StringComparer.Ordinal),
            bill.GroupBy(static line => line.InstanceType).ToDictionary(static type => type.Key, static type => (double)type.Sum(static line => line.Dollars), StringComparer.Ordinal),
            root.GetProperty("dollars").GetDouble(),
            bill.Sum(static line => line.Instances),
            root.GetProperty("freeInstances").GetInt32(),
            root.GetProperty("stages").EnumerateArray().Sum(static stage => stage.GetProperty("attempts").GetInt64()),
            hours);
    }
}
