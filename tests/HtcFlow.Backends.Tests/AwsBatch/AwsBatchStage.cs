using HtcFlow.Aws;
using HtcFlow.AwsEmulator;
using HtcFlow.AwsEmulator.Options;
using HtcFlow.Backends.AwsBatch;
using HtcFlow.Core.Ids;
using HtcFlow.Core.Ports;
using HtcFlow.Core.Sweeps;
using HtcFlow.Testing;

namespace HtcFlow.Backends.Tests.AwsBatch;

/// <summary>The backend on stage, before the emulator of AWS: a look takes a second of its time, waiting for news five.</summary>
internal sealed class AwsBatchStage : IBackendStage, IBackend
{
    private readonly ScriptedWork _work = new();
    private bool _hasJobs;

    private AwsBatchStage()
    {
        // The emulator knows this key; nothing else in this process calls AWS.
        Environment.SetEnvironmentVariable("AWS_ACCESS_KEY_ID", AccessKeyOptions.DefaultId);
        Environment.SetEnvironmentVariable("AWS_SECRET_ACCESS_KEY", AccessKeyOptions.DefaultSecret);
    }

    internal FakeTimeProvider Clock { get; } = new(DateTimeOffset.UtcNow);

    internal EmulatorHost Emulator { get; private set; } = null!;

    internal AwsServices Services { get; private set; } = null!;

    internal AwsBatchBackend Batch { get; private set; } = null!;

    internal AwsBatchOptions Options { get; private set; } = null!;

    internal ScriptedWork Work => _work;

    public IBackend Backend => this;

    public BackendCapabilities Capabilities => Batch.Capabilities;

    public long Effort => Services.Meter.Sum("batch").Sent;

    public int Started => _work.Starts.Count;

    internal static async Task<AwsBatchStage> OpenAsync(
        int vcpus, Action<EmulatorOptions>? weather = null, Func<AwsBatchOptions, AwsBatchOptions>? change = null)
    {
        var stage = new AwsBatchStage();
        var world = new EmulatorOptions { Work = stage._work };
        world.World.Queues = [new PresetQueue { InstanceTypes = ["c5.large"], MaxVcpus = vcpus }];
        world.World.InstanceStart = TimeSpan.FromSeconds(1);
        world.World.ScalePeriod = TimeSpan.FromSeconds(1);
        world.Habits.VisibilityLag = TimeSpan.Zero;
        world.Habits.SummaryLag = TimeSpan.Zero;
        world.Habits.QueueingTime = TimeSpan.Zero;
        world.Habits.StartingTime = TimeSpan.Zero;
        world.Limits.BatchCallsPerSecond = world.Limits.BatchBurst = 10_000;
        weather?.Invoke(world);
        stage.Emulator = await EmulatorHost.StartAsync(world, stage.Clock);
        var options = new AwsBatchOptions
        {
            Queue = "main",
            Image = "images/trial:1",
            Region = "us-east-1",
            Endpoint = stage.Emulator.Endpoint,
            SearchLag = TimeSpan.Zero,
            ListAfter = TimeSpan.Zero,
        };
        stage.Options = change?.Invoke(options) ?? options;
        await stage.ReopenAsync();
        return stage;
    }

    /// <summary>Ends the backend as a crash would, and opens another one.</summary>
    internal async Task ReopenAsync() => Batch = await AwsBatchBackend.OpenAsync(Options, OpenServices, Clock, TestContext.Current.CancellationToken);

    public ArrayAsk Prepare(ArrayAsk ask) => ask;

    public Task ReleaseAsync()
    {
        Clock.Advance(ScriptedWork.Holding);
        return Task.CompletedTask;
    }

    public void LoseReplies(bool areLost)
    {
        Emulator.Options.Weather.Operations = ["SubmitJob"];
        Emulator.Options.Weather.LostShare = areLost ? 1 : 0;
    }

    public Task SetOutageAsync(bool isOut)
    {
        Emulator.Options.Weather.ErrorShare = isOut ? 1 : 0;
        return Task.CompletedTask;
    }

    public Task WaitForNewsAsync(CancellationToken cancellationToken)
    {
        if (!_hasJobs)
        {
            return Batch.WaitForNewsAsync(cancellationToken);
        }

        cancellationToken.ThrowIfCancellationRequested();
        Clock.Advance(TimeSpan.FromSeconds(5));
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<SubmitReply>> SubmitAsync(IReadOnlyList<ArrayAsk> asks, CancellationToken cancellationToken)
    {
        _hasJobs = true;
        return Batch.SubmitAsync(asks, cancellationToken);
    }

    public Task<IReadOnlyList<JobHandle>> FindAsync(IReadOnlyList<JobName> names, CancellationToken cancellationToken) =>
        Batch.FindAsync(names, cancellationToken);

    public Task<IReadOnlyList<ArrayStatus>> ObserveAsync(IReadOnlyList<JobHandle> handles, CancellationToken cancellationToken)
    {
        Clock.Advance(TimeSpan.FromSeconds(1));
        return Batch.ObserveAsync(handles, cancellationToken);
    }

    public Task CancelAsync(JobHandle handle, IndexSet elements, CancellationToken cancellationToken) => Batch.CancelAsync(handle, elements, cancellationToken);

    public Task ForgetAsync(IReadOnlyList<JobHandle> handles, CancellationToken cancellationToken) => Batch.ForgetAsync(handles, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (Batch is not null)
        {
            await Batch.DisposeAsync();
        }

        await Emulator.DisposeAsync();
    }

    private AwsServices OpenServices(AwsBatchOptions options) => Services = AwsServices.Open(
        new AwsOptions { Region = options.Region, Endpoint = options.Endpoint, BatchRate = 10_000 }, TimeProvider.System, new Random(1));
}
