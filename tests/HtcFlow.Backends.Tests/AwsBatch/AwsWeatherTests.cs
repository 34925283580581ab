using HtcFlow.AwsEmulator.Options;
using HtcFlow.Backends.AwsBatch;
using HtcFlow.Core.Ids;
using HtcFlow.Core.Ports;
using HtcFlow.Core.Sweeps;
using HtcFlow.Core.Wire;

namespace HtcFlow.Backends.Tests.AwsBatch;

/// <summary>Bad weather before the emulator of AWS.</summary>
public sealed class AwsWeatherTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Open_QueueThatIsNotThere_SaysWhereAndWhatToDo()
    {
        FaultException fault = await Assert.ThrowsAsync<FaultException>(() => AwsBatchStage.OpenAsync(2, change: static options => options with { Queue = "nowhere" }));
        Assert.Equal(FaultKind.Broken, fault.Kind);
        Assert.Contains("no such job queue in us-east-1; choose one of `aws batch describe-job-queues`, or another region", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_OneOfTwoTargetsNotThere_OpensAndRefusesForThat()
    {
        await using AwsBatchStage stage = await AwsBatchStage.OpenAsync(2, change: static options => options with
        {
            Targets = new Dictionary<string, AwsBatchOptions> { ["good"] = options with { Region = "us-east-2" }, ["bad"] = options with { Queue = "nowhere" } },
        });
        IReadOnlyList<SubmitReply> replies = await stage.Backend.SubmitAsync(
            [Script.Ask("h-bad", 1, "0") with { Target = "bad" }, Script.Ask("h-good", 1, "0") with { Target = "good" }], Token);
        Assert.Equal(FaultKind.Gone, replies[0].Fault!.Kind);
        Assert.Equal("good", replies[1].Handle!.Target);
        await stage.Backend.UntilEndedAsync(replies[1].Handle!, 1);
        await stage.ReopenAsync();
        Assert.Equal([replies[1].Handle!], await stage.Backend.FindAsync([new JobName("h-good"), new JobName("h-bad")], Token));
    }

    [Fact]
    public async Task Submit_DefinitionTakenAway_RegistersItAgain()
    {
        await using AwsBatchStage stage = await AwsBatchStage.OpenAsync(2);
        await stage.Backend.UntilEndedAsync(await stage.Backend.SubmitOneAsync(Script.Ask("h-first", 1, "0")), 1);
        string name = AwsBatchScript.Definition(Script.Ask("h-first", 1, "0"), stage.Options).JobDefinitionName;
        stage.Emulator.Control("POST", "definition", new { name, isActive = false });
        await stage.Backend.UntilEndedAsync(await stage.Backend.SubmitOneAsync(Script.Ask("h-second", 2, "0")), 2);
        Assert.Equal(2, stage.Services.Meter.Counts["batch:RegisterJobDefinition"].Sent);
    }

    [Fact]
    public async Task Submit_ManyArrays_RegistersOneDefinition()
    {
        await using AwsBatchStage stage = await AwsBatchStage.OpenAsync(2);
        IReadOnlyList<SubmitReply> replies = await stage.Backend.SubmitAsync([.. Enumerable.Range(0, 100).Select(static a => Script.Ask($"h-{a}", 10, "0"))], Token);
        Assert.All(replies, static reply => Assert.Null(reply.Fault));
        Assert.Equal(1, stage.Services.Meter.Counts["batch:RegisterJobDefinition"].Sent);
        Assert.Equal(100, stage.Services.Meter.Counts["batch:SubmitJob"].Sent);
        long before = stage.Effort;
        await stage.Backend.ObserveAsync([.. replies.Select(static reply => reply.Handle!)], Token);
        Assert.Equal(1, stage.Services.Meter.Counts["batch:DescribeJobs"].Sent);
        Assert.InRange(stage.Effort - before, 1, 2); // and those that run by name, where they fit into a page
    }

    [Fact]
    public async Task Submit_PermissionRemoved_IsDeniedAndNamed()
    {
        await using AwsBatchStage stage = await AwsBatchStage.OpenAsync(2);
        stage.Emulator.Control("POST", "permission", new { key = AccessKeyOptions.DefaultId, effect = "Deny", actions = new[] { "batch:SubmitJob" }, resources = new[] { "*" } });
        SubmitReply reply = Assert.Single(await stage.Backend.SubmitAsync([Script.Ask("h-denied", 1, "0")], Token));
        Assert.Equal(FaultKind.Denied, reply.Fault!.Kind);
        Assert.Contains("batch:SubmitJob", reply.Fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Submit_QueueDisabled_IsRefusedInTheServicesWords()
    {
        await using AwsBatchStage stage = await AwsBatchStage.OpenAsync(2);
        stage.Emulator.Control("POST", "queue", new { name = "main", state = "DISABLED" });
        SubmitReply reply = Assert.Single(await stage.Backend.SubmitAsync([Script.Ask("h-closed", 1, "0")], Token));
        Assert.Equal(FaultKind.Broken, reply.Fault!.Kind);
        Assert.Contains("DISABLED", reply.Fault.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Observe_NothingStarts_TellsWhatKeepsItBack()
    {
        await using AwsBatchStage stage = await AwsBatchStage.OpenAsync(2, static world => world.World.DefaultPoolVcpus = 0);
        JobHandle handle = await stage.Backend.SubmitOneAsync(Script.Ask("h-stuck", 5, "0"));
        await stage.Backend.StatusAsync(handle);
        stage.Clock.Advance(TimeSpan.FromMinutes(11));
        await stage.Backend.StatusAsync(handle);
        Assert.StartsWith("5 elements wait in the queue 'main' and none has started for 11 minutes: ", stage.Batch.Hindrance, StringComparison.Ordinal);
        stage.Emulator.Control("POST", "environment", new { name = "main", status = "INVALID", statusReason = "no role" });
        stage.Clock.Advance(TimeSpan.FromMinutes(11));
        await stage.Backend.StatusAsync(handle);
        Assert.Contains("the compute environment 'main' is invalid (no role); mend or replace it", stage.Batch.Hindrance, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Observe_ImageMissing_EndsAsACommandThatIsNotThere()
    {
        await using AwsBatchStage stage = await AwsBatchStage.OpenAsync(2, static world => world.Images["images/trial:1"] = new ImageOptions { IsMissing = true });
        JobHandle handle = await stage.Backend.SubmitOneAsync(Script.Ask("h-image", 2, "0"));
        ArrayStatus status = await stage.Backend.UntilEndedAsync(handle, 2);
        Assert.All(status.Abnormal, static end => Assert.Equal(ExitCode.NotFound, end.Exit));
        Assert.All(status.Abnormal, static end => Assert.Contains("CannotPull", end.Reason, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Observe_HostReclaimed_EndsWithoutACodeAndNamesTheHost()
    {
        await using AwsBatchStage stage = await AwsBatchStage.OpenAsync(2);
        JobHandle handle = await stage.Backend.SubmitOneAsync(Script.Ask("h-spot", 2, Script.Hold));
        await Script.SoonAsync(async () => (await stage.Backend.StatusAsync(handle)).Running.Count == 2);
        stage.Emulator.Control("POST", "reclaim", new { });
        stage.Clock.Advance(TimeSpan.FromMinutes(3));
        ArrayStatus status = await stage.Backend.UntilEndedAsync(handle, 2);
        Assert.All(status.Abnormal, static end => Assert.StartsWith("Host EC2", end.Reason, StringComparison.Ordinal));
        Assert.Equal([stage.Work.Starts[0].InstanceId], status.Abnormal.Select(static end => end.Host).Distinct());
    }

    [Fact]
    public async Task Observe_AfterTwoDaysAsleep_KnowsTheArrayNoMore()
    {
        await using AwsBatchStage stage = await AwsBatchStage.OpenAsync(
            2,
            static world => world.Habits.FinishedKept = TimeSpan.FromHours(1), // for a day, and two of them pass slowly
            static options => options with { SearchLag = TimeSpan.FromMinutes(1) });
        JobHandle handle = await stage.Backend.SubmitOneAsync(Script.Ask("h-asleep", 3, "0"));
        await stage.Backend.StatusAsync(handle);
        stage.Clock.Advance(TimeSpan.FromHours(2));
        Assert.True((await stage.Backend.StatusAsync(handle)).IsKnown); // it may be the service that has not caught up
        stage.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.False((await stage.Backend.StatusAsync(handle)).IsKnown);
    }

    [Fact]
    public async Task Calls_ClockOffByTenMinutes_AreSignedForTheServicesClock()
    {
        await using AwsBatchStage stage = await AwsBatchStage.OpenAsync(2, static world => world.Habits.ClockOffset = TimeSpan.FromMinutes(10));
        await stage.Backend.UntilEndedAsync(await stage.Backend.SubmitOneAsync(Script.Ask("h-clock", 2, "0")), 2);
    }

    [Fact]
    public async Task Cancel_RestOfAnArray_IsOneCallWhereTheLedgerTellsOfTheOthers()
    {
        await using AwsBatchStage stage = await AwsBatchStage.OpenAsync(2);
        JobHandle handle = await stage.Backend.SubmitOneAsync(Script.Ask("h-rest", 500, "0,0,hold"));
        await stage.Backend.UntilAsync(handle, static status => status.EndedCount == 2);
        stage.Batch.Account(handle, ended: 2, accounted: 2);
        await stage.Backend.CancelAsync(handle, IndexSet.Range(2, 498), Token);
        Assert.Equal(1, stage.Services.Meter.Counts["batch:TerminateJob"].Sent);
        Assert.Equal(500, (await stage.Backend.UntilEndedAsync(handle, 500)).EndedCount);
    }

    [Fact]
    public async Task Avoid_InstancesOfBatch_AreGivenBackWhereThatIsWanted()
    {
        await using AwsBatchStage stage = await AwsBatchStage.OpenAsync(4, change: static options => options with { TerminatesHosts = true, MostTerminations = 1 });
        JobHandle handle = await stage.Backend.SubmitOneAsync(Script.Ask("h-slow", 4, Script.Hold));
        await Script.SoonAsync(async () => (await stage.Backend.StatusAsync(handle)).Running.Count == 4);
        string[] hosts = [.. stage.Work.Starts.Select(static start => start.InstanceId).Distinct()];
        await stage.Batch.AvoidAsync([.. hosts, "i-00000000000000000", "not one"], Token);
        await stage.Batch.AvoidAsync(hosts, Token);
        Assert.Equal(2, stage.Services.Meter.Counts["ec2:TerminateInstances"].Sent); // a dry run, and one host an hour
        await stage.Backend.UntilAsync(handle, static status => status.EndedCount == 2);
    }

    [Fact]
    public async Task Avoid_WithoutPermission_SaysSoAndGoesOn()
    {
        await using AwsBatchStage stage = await AwsBatchStage.OpenAsync(2, change: static options => options with { TerminatesHosts = true });
        JobHandle handle = await stage.Backend.SubmitOneAsync(Script.Ask("h-slow", 2, Script.Hold));
        await Script.SoonAsync(async () => (await stage.Backend.StatusAsync(handle)).Running.Count == 2);
        stage.Emulator.Control("POST", "permission", new { key = AccessKeyOptions.DefaultId, effect = "Deny", actions = new[] { "ec2:TerminateInstances" }, resources = new[] { "*" } });
        await stage.Batch.AvoidAsync([stage.Work.Starts[0].InstanceId], Token);
        await stage.Backend.StatusAsync(handle);
        Assert.Contains("allow ec2:TerminateInstances", stage.Batch.Hindrance, StringComparison.Ordinal);
    }
}
