using HtcFlow.Aws.Batch.Jobs;
using HtcFlow.Aws.Signing;
using HtcFlow.AwsEmulator.Options;
using HtcFlow.Core.Ports;

namespace HtcFlow.Aws.Tests.Contracts;

/// <summary>Bad weather between the clients and a service that behaves as the real one.</summary>
public sealed class EmulatorWeatherTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Submit_ThroughThrottling_MakesOneJob()
    {
        await using EmulatorStand stand = await EmulatorStand.StartAsync();
        string definition = await DefinitionAsync(stand);
        stand.Host.Options.Weather.Operations = ["SubmitJob"];
        stand.Host.Options.Weather.ThrottleShare = 1;
        stand.Host.Options.Weather.Count = 2;
        await SubmitAsync(stand, definition, "once");
        Assert.Single(await NamedAsync(stand, "once"));
        Assert.Equal(new CallCount(3, 2, 2, 0), stand.Services.Meter.Counts["batch:SubmitJob"]);
    }

    [Fact]
    public async Task Submit_ReplyIsLost_IsInDoubtAndFoundByName()
    {
        await using EmulatorStand stand = await EmulatorStand.StartAsync();
        string definition = await DefinitionAsync(stand);
        stand.Host.Options.Weather.Operations = ["SubmitJob"];
        stand.Host.Options.Weather.LostShare = 1;
        stand.Host.Options.Weather.Count = 1;
        FaultException fault = await Assert.ThrowsAsync<FaultException>(() => SubmitAsync(stand, definition, "lost"));
        Assert.Equal(FaultKind.Transient, fault.Kind);
        Assert.Single(await NamedAsync(stand, "lost"));
    }

    [Fact]
    public async Task Describe_ServiceFails_IsRepeated()
    {
        await using EmulatorStand stand = await EmulatorStand.StartAsync();
        stand.Host.Options.Weather.Operations = ["DescribeJobQueues"];
        stand.Host.Options.Weather.ErrorShare = 1;
        stand.Host.Options.Weather.Count = 2;
        Assert.Single(await stand.Services.Queues.DescribeQueuesAsync(["main"], Token));
        Assert.Equal(3, stand.Services.Meter.Counts["batch:DescribeJobQueues"].Sent);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(-10)]
    public async Task Call_ClockIsTenMinutesOff_IsCorrected(int minutes)
    {
        var options = new EmulatorOptions();
        options.Habits.ClockOffset = TimeSpan.FromMinutes(minutes);
        await using EmulatorStand stand = await EmulatorStand.StartAsync(options);
        Assert.Single(await stand.Services.Queues.DescribeQueuesAsync(["main"], Token));
        Assert.Single(await stand.Services.Queues.DescribeQueuesAsync(["main"], Token));
        Assert.Equal(3, stand.Services.Meter.Counts["batch:DescribeJobQueues"].Sent);
    }

    [Fact]
    public async Task Call_WrongRegion_SaysWhichOne()
    {
        await using EmulatorStand stand = await EmulatorStand.StartAsync();
        AwsServices other = stand.Open(new AwsOptions { Region = "us-east-2", Endpoint = stand.Host.EndpointOf("us-east-1") });
        FaultException fault = await Assert.ThrowsAsync<FaultException>(() => other.Queues.DescribeQueuesAsync(["main"], Token));
        Assert.Equal(FaultKind.Denied, fault.Kind);
        Assert.Contains("region", fault.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_WrongSecretOrUnknownKey_IsDenied()
    {
        await using EmulatorStand stand = await EmulatorStand.StartAsync();
        var options = new AwsOptions { Region = EmulatorStand.Region, Endpoint = stand.Host.Endpoint };
        foreach (AwsKeys keys in new[] { new AwsKeys(AccessKeyOptions.DefaultId, "another", null), new AwsKeys("AKIAUNKNOWN", "another", null) })
        {
            FaultException fault = await Assert.ThrowsAsync<FaultException>(() => stand.Open(options, keys).Queues.DescribeQueuesAsync([], Token));
            Assert.Equal(FaultKind.Denied, fault.Kind);
            Assert.DoesNotContain("another", fault.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Call_PermissionIsRemoved_NamesActionAndResource()
    {
        var options = new EmulatorOptions();
        await using EmulatorStand stand = await EmulatorStand.StartAsync(options);
        string definition = await DefinitionAsync(stand);
        options.Keys[0].Statements.Add(new StatementOptions { Effect = "Deny", Actions = ["batch:SubmitJob"] });
        FaultException fault = await Assert.ThrowsAsync<FaultException>(() => SubmitAsync(stand, definition, "no"));
        Assert.Equal(FaultKind.Denied, fault.Kind);
        Assert.Contains("may not batch:SubmitJob on arn:aws:batch:us-east-1:123456789012:job", fault.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_TokenExpires_GoesOnWithTheNext()
    {
        var options = new EmulatorOptions
        {
            Keys =
            [
                new AccessKeyOptions { Id = "ASIAOLD", Secret = "old", SessionToken = "one", Name = "role/a", Expires = TimeProvider.System.GetUtcNow().AddSeconds(-1) },
                new AccessKeyOptions { Id = "ASIANEW", Secret = "new", SessionToken = "two", Name = "role/b" },
            ],
        };
        await using EmulatorStand stand = await EmulatorStand.StartAsync(options);
        var client = new AwsOptions { Region = EmulatorStand.Region, Endpoint = stand.Host.Endpoint };
        Assert.Single(await stand.Open(client, new AwsKeys("ASIAOLD", "old", "one"), new AwsKeys("ASIANEW", "new", "two")).Queues.DescribeQueuesAsync(["main"], Token));
        FaultException fault = await Assert.ThrowsAsync<FaultException>(
            () => stand.Open(client, new AwsKeys("ASIAOLD", "old", "one")).Queues.DescribeQueuesAsync(["main"], Token));
        Assert.Contains("expired", fault.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Submit_QueueOrDefinitionMissing_IsGone()
    {
        await using EmulatorStand stand = await EmulatorStand.StartAsync();
        string definition = await DefinitionAsync(stand);
        var request = new SubmitRequest { JobName = "a", JobQueue = "nobody", JobDefinition = definition };
        Assert.Equal(FaultKind.Gone, (await Assert.ThrowsAsync<FaultException>(() => stand.Services.Jobs.SubmitAsync(request, Token))).Kind);
        request = request with { JobQueue = "main", JobDefinition = "nothing:4" };
        Assert.Equal(FaultKind.Gone, (await Assert.ThrowsAsync<FaultException>(() => stand.Services.Jobs.SubmitAsync(request, Token))).Kind);
    }

    [Fact]
    public async Task Array_RunsToItsEnd_TellsAttemptsAndExitCodes()
    {
        await using EmulatorStand stand = await EmulatorStand.StartAsync();
        string id = await SubmitAsync(stand, await DefinitionAsync(stand), "run", 3);
        JobDetail array;
        do
        {
            array = Assert.Single(await stand.Services.Jobs.DescribeAsync([id], Token));
        }
        while (array.Status != JobStatus.Succeeded);

        Assert.Equal(3, array.ArrayProperties!.StatusSummary!["SUCCEEDED"]);
        JobDetail child = Assert.Single(await stand.Services.Jobs.DescribeAsync([id + ":2"], Token));
        JobAttempt attempt = Assert.Single(child.Attempts);
        Assert.Equal(0, attempt.Container!.ExitCode);
        Assert.NotNull(attempt.Container.ContainerInstanceArn);
        Assert.True(attempt.StartedAt <= attempt.StoppedAt);
    }

    [Fact]
    public async Task Calls_OneHundredAndTwentyAtOnce_AreNotThrottled()
    {
        var options = new EmulatorOptions();
        options.Limits.BatchBurst = 30; // calls of a moment in which this machine stood still come together
        await using EmulatorStand stand = await EmulatorStand.StartAsync(options);
        long begin = TimeProvider.System.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, 120).Select(_ => stand.Services.Queues.DescribeQueuesAsync(["main"], Token)));
        CallCount count = stand.Services.Meter.Sum("batch");
        Assert.InRange(count.Throttled, 0, 2);
        // 120 calls at 50 a second; a busy machine may take longer.
        Assert.InRange(TimeProvider.System.GetElapsedTime(begin).TotalSeconds, 2.2, 20);
    }

    private static async Task<string> DefinitionAsync(EmulatorStand stand) =>
        (await stand.Services.Definitions.RegisterAsync(EmulatorBatchJobsContractTests.Sleeper("weather"), Token)).JobDefinitionArn;

    private static Task<string> SubmitAsync(EmulatorStand stand, string definition, string name, int? size = null) => stand.Services.Jobs.SubmitAsync(
        new SubmitRequest
        {
            JobName = name,
            JobQueue = "main",
            JobDefinition = definition,
            ArrayProperties = size is null ? null : new ArrayProperties { Size = size },
        },
        Token);

    private static async Task<JobSummary[]> NamedAsync(EmulatorStand stand, string name) =>
        await stand.Services.Jobs.ListAsync(ListQuery.Named("main", name), Token).ToArrayAsync(Token);
}
