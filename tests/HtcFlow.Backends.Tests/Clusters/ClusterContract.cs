using HtcFlow.Core.Ids;
using HtcFlow.Core.Ports;
using HtcFlow.Core.Sweeps;

namespace HtcFlow.Backends.Tests.Clusters;

/// <summary>What a backend for a scheduler promises beyond <see cref="BackendContract"/>: it may be ended at any time, and is cheap for many arrays.</summary>
public abstract class ClusterContract : BackendContract
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Submit_ReplyLostAndEngineEnded_IsAdoptedByALaterOne()
    {
        await using ClusterStage stage = await OpenClusterAsync();
        ArrayAsk ask = stage.Prepare(Script.FreshAsk("k-lost", 3, Script.Hold));
        stage.LoseReplies(true);
        IReadOnlyList<SubmitReply> replies = await stage.Backend.SubmitAsync([ask, stage.Prepare(Script.FreshAsk("k-after", 1, "0"))], Token);
        Assert.Equal([FaultKind.Transient, FaultKind.Transient], replies.Select(static reply => reply.Fault!.Kind));
        await stage.ReopenAsync();
        JobHandle found = Assert.Single(await stage.Backend.FindAsync([ask.Name, new JobName("k-after")], Token));
        Assert.Equal(found, await stage.Backend.SubmitOneAsync(ask));
        await stage.ReleaseAsync();
        await stage.Backend.UntilEndedAsync(found, 3);
        Assert.Equal(["0", "1", "2"], stage.Starts.Order());
    }

    [Fact]
    public async Task Submit_ReplyLostAndArrayEnded_IsFoundWithItsEnds()
    {
        Needs(StageAbility.RemembersEnds);
        await using ClusterStage stage = await OpenClusterAsync();
        ArrayAsk ask = stage.Prepare(Script.FreshAsk("k-swift", 2, "0,3"));
        stage.LoseReplies(true);
        await stage.Backend.SubmitAsync([ask], Token);
        stage.LoseReplies(false);
        await Script.SoonAsync(() => stage.Started == 2 && stage.IsIdle);
        JobHandle found = await stage.Backend.SubmitOneAsync(ask);
        ArrayStatus status = await stage.Backend.UntilEndedAsync(found, 2);
        Assert.Equal(new ElementEnd(1, 3, "", stage.Host), Assert.Single(status.Abnormal));
        Assert.Equal(2, stage.Started);
    }

    [Fact]
    public async Task Find_BookLost_KnowsTheArrayByItsNameInTheQueue()
    {
        await using ClusterStage stage = await OpenClusterAsync();
        JobHandle handle = await stage.Backend.SubmitOneAsync(stage.Prepare(Script.FreshAsk("k-book", 4, Script.Hold)));
        await stage.HeldAsync(0, 1);
        await stage.ReopenAsync(losesBook: true);
        Assert.Equal([handle], await stage.Backend.FindAsync([handle.Name], Token));
        Assert.Equal("0-1", (await stage.Backend.StatusAsync(handle)).Running.ToString());
        await stage.ReleaseAsync();
        Assert.Equal("0-3", (await stage.Backend.UntilEndedAsync(handle, 4)).Ended.ToString());
    }

    [Fact]
    public async Task Observe_EndedWhileNoEngineLooked_KnowsHowItEnded()
    {
        Needs(StageAbility.RemembersEnds);
        await using ClusterStage stage = await OpenClusterAsync();
        JobHandle handle = await stage.Backend.SubmitOneAsync(stage.Prepare(Script.Ask("k-unseen", 2, "0,7")));
        await Script.SoonAsync(() => stage.Started == 2 && stage.IsIdle);
        await stage.ReopenAsync();
        ArrayStatus status = await stage.Backend.UntilEndedAsync(handle, 2);
        Assert.Equal([new ElementEnd(1, 7, "", stage.Host)], status.Abnormal);
    }

    [Fact]
    public async Task Observe_TwentyArrays_CostsAsMuchAsOne()
    {
        await using ClusterStage stage = await OpenClusterAsync();
        ArrayAsk[] asks = [.. Enumerable.Range(0, 20).Select(i => stage.Prepare(Script.Ask($"k-many-{i}", 500, Script.Hold)))];
        long before = stage.Effort;
        IReadOnlyList<SubmitReply> replies = await stage.Backend.SubmitAsync(asks, Token);
        Assert.Equal(asks.Length + CommandsOfASubmission, stage.Effort - before);
        JobHandle[] handles = [.. replies.Select(static reply => reply.Handle!)];

        // The first look at something that runs may also ask for silent hosts, as one in two minutes does.
        await Script.SoonAsync(async () => (await stage.Backend.ObserveAsync(handles, Token)).Any(static status => status.Running.Count > 0));
        before = stage.Effort;
        IReadOnlyList<ArrayStatus> statuses = await stage.Backend.ObserveAsync(handles, Token);
        Assert.All(statuses, static status => Assert.True(status.IsKnown));
        await stage.Backend.FindAsync([.. asks.Select(static ask => ask.Name)], Token);
        Assert.Equal(CommandsOfALook, stage.Effort - before);
        foreach (JobHandle handle in handles)
        {
            await stage.Backend.CancelAsync(handle, IndexSet.Range(0, 500), Token);
        }
    }

    protected override StageAbility Abilities => StageAbility.All;

    /// <summary>Commands that one look at the queue takes, whatever the number of arrays.</summary>
    protected virtual int CommandsOfALook => 1;

    /// <summary>Commands that a submission takes beside one an array: a look at an empty queue.</summary>
    protected virtual int CommandsOfASubmission => 1;

    /// <summary>Puts the backend on stage.</summary>
    private protected abstract Task<ClusterStage> OpenClusterAsync();

    protected sealed override async Task<IBackendStage> OpenAsync() => await OpenClusterAsync();

    protected sealed override Task ReadyAsync(IBackendStage stage, JobHandle handle) => ((ClusterStage)stage).HeldAsync(0, 1);
}
