using HtcFlow.Aws;
using HtcFlow.AwsEmulator;
using HtcFlow.AwsEmulator.Options;
using HtcFlow.Backends.AwsBatch;
using HtcFlow.Cli.Costs;
using HtcFlow.Cli.Costs.Targets;
using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Facts;
using HtcFlow.Core.Money;
using HtcFlow.Core.Ports.Abilities;
using HtcFlow.Core.State;
using HtcFlow.Core.Sweeps;
using HtcFlow.Engine.Homes;
using HtcFlow.Engine.Journal;
using HtcFlow.Engine.Lanes;
using HtcFlow.Engine.Loop;
using HtcFlow.Engine.Recovery;
using HtcFlow.Objects.Stores;
using HtcFlow.Testing;

namespace HtcFlow.Cli.Tests.Costs.Targets;

/// <summary>A campaign on queues of the emulated AWS, all in virtual time: the engine, the backend, its client and the count of costs as they are.</summary>
internal sealed class EmulatedQueues : ITargetCosts, IAsyncDisposable
{
    private static readonly TimeSpan s_longestStep = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_lookPeriod = TimeSpan.FromMinutes(5);
    private readonly TempDirectory _directory = new();
    private readonly MemoryJournal _journal = new();
    private readonly CampaignHome _home;
    private InstanceBook _book = null!;
    private IReadOnlyList<CloudPlace> _places = [];
    private DateTimeOffset _nextLook;

    private EmulatedQueues()
    {
        // The emulator knows this key; nothing else in this process calls AWS.
        Environment.SetEnvironmentVariable("AWS_ACCESS_KEY_ID", AccessKeyOptions.DefaultId);
        Environment.SetEnvironmentVariable("AWS_SECRET_ACCESS_KEY", AccessKeyOptions.DefaultSecret);
        _home = new CampaignHome(_directory.Root, "queues");
        _home.Create();
        Store = new MemoryStore(Clock);
        Work = new QueueWork(Store);
    }

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.Zero));

    public MemoryStore Store { get; }

    public QueueWork Work { get; }

    public EmulatorHost Emulator { get; private set; } = null!;

    public CostLook? Latest { get; private set; }

    /// <summary>Whether costs are counted, every five minutes.</summary>
    public bool CountsCosts { get; init; } = true;

    /// <summary>Starts an emulator with queues.</summary>
    public static async Task<EmulatedQueues> StartAsync(bool countsCosts, Action<EmulatorOptions> change)
    {
        var queues = new EmulatedQueues { CountsCosts = countsCosts };
        var world = new EmulatorOptions { Work = queues.Work };
        world.Limits.BatchCallsPerSecond = world.Limits.BatchBurst = world.Limits.Ec2CallsPerSecond = world.Limits.Ec2Burst = 10_000;
        world.Limits.ClockSkew = TimeSpan.FromDays(3_650); // the client's time is that of this machine
        change(world);
        queues.Emulator = await EmulatorHost.StartAsync(world, queues.Clock);
        return queues;
    }

    /// <summary>Runs a campaign until it ends, or enough is seen.</summary>
    /// <param name="tasks">Tasks of its one stage.</param>
    /// <param name="queues">Its targets with their queues and regions.</param>
    /// <param name="isEnough">Asked after each step.</param>
    public async Task<CampaignState> RunAsync(int tasks, (string Name, string Queue, string Region)[] queues, Func<CampaignState, bool> isEnough)
    {
        CancellationToken token = TestContext.Current.CancellationToken;
        AwsBatchOptions any = Options(queues[0].Queue, queues[0].Region);
        var services = queues.Select(q => q.Region).Distinct().ToDictionary(region => region, Services, StringComparer.Ordinal);
        await using AwsBatchBackend backend = await AwsBatchBackend.OpenAsync(
            any with { Targets = queues.ToDictionary(q => q.Name, q => Options(q.Queue, q.Region)) }, options => services[options.Region], Clock, token);
        _places = [.. services.Select(s => new CloudPlace(s.Key, s.Value.Ec2))];
        _book = InstanceBook.Open(_home);
        CampaignBirth.Record(_journal, CampaignOf(tasks, queues), "queues01", Clock.GetUtcNow());
        var core = new EngineCore(new EngineParts
        {
            Journal = _journal,
            Backend = backend,
            Store = Store,
            Time = Clock,
            Dice = new Random(1),
            MailInterval = TimeSpan.FromHours(1),
            Costs = this,
        });
        var worker = new LaneWorker(backend, Store, Clock);
        while (core.End == EngineEnd.None && !isEnough(core.State))
        {
            await LookAsync(core.State, token);
            IReadOnlyList<LaneCall> calls = core.Advance(Clock.GetUtcNow());
            foreach (LaneCall call in calls)
            {
                core.OnReply(await worker.ExecuteAsync(call, token), Clock.GetUtcNow());
            }

            if (calls.Count == 0)
            {
                TimeSpan wait = core.NextWake(Clock.GetUtcNow()) - Clock.GetUtcNow();
                Clock.Advance(wait < s_longestStep ? wait > TimeSpan.Zero ? wait : TimeSpan.FromSeconds(1) : s_longestStep);
            }
        }

        return core.State;
    }

    /// <summary>Facts of one kind, with their times.</summary>
    public IEnumerable<(DateTimeOffset At, T Fact)> FactsOf<T>()
        where T : Fact => _journal.Read(0).Where(e => e.Fact is T).Select(e => (e.At, (T)e.Fact));

    public async ValueTask DisposeAsync()
    {
        await Emulator.DisposeAsync();
        _journal.Dispose();
        _directory.Dispose();
    }

    // What the recorder and the appraiser do beside an engine.
    private async Task LookAsync(CampaignState state, CancellationToken token)
    {
        if (!CountsCosts || Clock.GetUtcNow() < _nextLook)
        {
            return;
        }

        _nextLook = Clock.GetUtcNow() + s_lookPeriod;
        foreach (CloudPlace place in _places)
        {
            await _book.LookAsync(place, Clock, keep: true, token);
        }

        Latest = await TargetCount.CountAsync(
            state, Store, _book.History.Instances, new CostPrices(_places, state.CreatedAt), Clock.GetUtcNow(), token);
    }

    private AwsBatchOptions Options(string queue, string region) => new()
    {
        Queue = queue,
        Image = "images/trial:1",
        Region = region,
        Endpoint = Emulator.Endpoint,
        SearchLag = TimeSpan.Zero,
    };

    private AwsServices Services(string region) => AwsServices.Open(
        new AwsOptions { Region = region, Endpoint = Emulator.Endpoint, BatchRate = 10_000, Ec2Rate = 10_000 }, TimeProvider.System, new Random(1));

    private static CampaignSpec CampaignOf(int tasks, (string Name, string Queue, string Region)[] queues) => new()
    {
        Name = "queues",
        Store = "s3://results",
        Backend = new BackendSpec("aws-batch", new Dictionary<string, string>())
        {
            Targets = [.. queues.Select(q => new TargetSpec(q.Name, 1, new Dictionary<string, string>()))],
        },
        Stages = [new StageSpec { Name = "run", Sweep = new Sweep([new Dimension([new Axis("i", new AxisValues.Integers(0, 1, tasks))])]), Command = ["run"] }],
    };
}
