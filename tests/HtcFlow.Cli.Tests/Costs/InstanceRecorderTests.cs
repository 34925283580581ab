using HtcFlow.Aws.Ec2;
using HtcFlow.Aws.Memory;
using HtcFlow.Cli.Costs;
using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Money.Instances;
using HtcFlow.Core.Ports;
using HtcFlow.Core.Sweeps;
using HtcFlow.Engine.Homes;
using HtcFlow.Testing;

namespace HtcFlow.Cli.Tests.Costs;

public sealed class InstanceRecorderTests : IDisposable
{
    private static readonly DateTimeOffset s_begin = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly CampaignSpec s_campaign = new()
    {
        Name = "trial",
        Store = "s3://results/trial",
        Backend = new BackendSpec("aws-batch", new Dictionary<string, string>()),
        Stages = [new StageSpec { Name = "only", Sweep = Sweep.Single, Command = ["simulate"] }],
    };

    private readonly Bench _bench = new();
    private readonly FakeTimeProvider _time = new(s_begin);
    private readonly MemoryEc2 _ec2 = new();
    private readonly CampaignHome _home;

    public InstanceRecorderTests()
    {
        _home = _bench.HomeOf("trial");
        _home.Create();
        _bench.Clouds = [new CloudPlace("eu-west-1", _ec2)];
    }

    [Fact]
    public async Task Start_EachMinute_WritesDownWhatHasChanged()
    {
        Set("pending");
        await using InstanceRecorder recorder = await StartAsync();
        Set("running");
        await MinuteAsync();
        await MinuteAsync();
        Set("terminated");
        await MinuteAsync();
        RentedInstance instance = Assert.Single(InstanceBook.Open(_home).History.Instances);
        Assert.Equal((0, 1, 2, 3), (Minute(instance.PendingAt), Minute(instance.RunningAt), Minute(instance.SeenAt), Minute(instance.GoneAt)));
    }

    [Fact]
    public async Task Start_PlaceThatDoesNotAnswer_IsAskedAgainAMinuteLater()
    {
        Set("running");
        _ec2.Weather.Fail("DescribeInstances", FaultKind.Transient);
        await using InstanceRecorder recorder = await StartAsync();
        Assert.Empty(InstanceBook.Open(_home).History.Instances);
        await MinuteAsync();
        Assert.Equal(1, Minute(Assert.Single(InstanceBook.Open(_home).History.Instances).RunningAt));
    }

    [Fact]
    public async Task Start_OnePlaceThatDoesNotAnswer_KeepsNoOtherFromBeingSeen()
    {
        var closed = new MemoryEc2();
        closed.Weather.Fail("DescribeInstances", FaultKind.Denied);
        _bench.Clouds = [new CloudPlace("us-east-1", closed), new CloudPlace("eu-west-1", _ec2)];
        Set("running");
        await using InstanceRecorder recorder = await StartAsync();
        Assert.Single(InstanceBook.Open(_home).History.Instances);
    }

    [Fact]
    public async Task Start_BookThatCannotBeWritten_GoesOnAndWritesAllWhenItCan()
    {
        // Root may write anything but a directory.
        Directory.CreateDirectory(_home.Instances);
        Set("pending");
        await using InstanceRecorder recorder = await StartAsync();
        Set("running");
        await MinuteAsync();
        Directory.Delete(_home.Instances);
        await MinuteAsync();
        RentedInstance instance = Assert.Single(InstanceBook.Open(_home).History.Instances);
        Assert.Equal((s_begin, 2), (instance.Launched, Minute(instance.RunningAt)));
    }

    [Fact]
    public async Task DisposeAsync_BetweenTwoLooks_EndsAtOnce()
    {
        InstanceRecorder recorder = await StartAsync();
        await recorder.DisposeAsync();
        Assert.Equal(0, _time.WaitingTimers);
    }

    [Fact]
    public async Task DisposeAsync_DuringALook_EndsIt()
    {
        var silent = new SilentEc2();
        _bench.Clouds = [new CloudPlace("eu-west-1", silent)];
        InstanceRecorder recorder = Start()!;
        await silent.Asked;
        await recorder.DisposeAsync();
        Assert.Equal(0, _time.WaitingTimers);
    }

    [Fact]
    public void Start_NoCloudOrNoAccount_RecordsNothing()
    {
        _bench.Clouds = [];
        Assert.Null(Start());
        CommandContext closed = Context();
        closed = closed with { Parts = closed.Parts with { OpenClouds = (_, _) => throw new FaultException(FaultKind.Denied, "find", "credentials", "there are none") } };
        Assert.Null(InstanceRecorder.Start(closed, _home, s_campaign));
    }

    /// <inheritdoc/>
    public void Dispose() => _bench.Dispose();

    private static int Minute(DateTimeOffset? at) => (int)(at!.Value - s_begin).TotalMinutes;

    private CommandContext Context() => _bench.Context(TextWriter.Null, TextWriter.Null) with { Time = _time };

    private InstanceRecorder? Start() => InstanceRecorder.Start(Context(), _home, s_campaign);

    private async Task<InstanceRecorder> StartAsync()
    {
        InstanceRecorder recorder = Start()!;
        await LookedAsync();
        return recorder;
    }

    private Task MinuteAsync()
    {
        _time.Advance(TimeSpan.FromMinutes(1));
        return LookedAsync();
    }

    // After a look the recorder waits for the next one.
    private async Task LookedAsync()
    {
        while (_time.WaitingTimers == 0)
        {
            await Task.Yield();
        }
    }

    private void Set(string state) => _ec2.Set(new Ec2Instance
    {
        Id = "i-1",
        InstanceType = "c5.large",
        Zone = "eu-west-1a",
        State = state,
        IsSpot = true,
        LaunchTime = s_begin,
        Tags = new Dictionary<string, string> { ["AWSBatchServiceTag"] = "batch" },
    });
}
