using HtcFlow.Core.Ids;
using HtcFlow.Core.Ports;
using HtcFlow.Core.Ports.Abilities;
using HtcFlow.Core.Sweeps;

namespace HtcFlow.Backends.Tests;

/// <summary>What every backend promises; each implementation inherits this and says how to put it on stage.</summary>
public abstract class BackendContract
{
    /// <summary>Slots of the backend on stage.</summary>
    protected const int Slots = 2;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Submit_OneArray_RunsEveryElementOnce()
    {
        await using IBackendStage stage = await OpenAsync();
        JobHandle handle = await stage.Backend.SubmitOneAsync(stage.Prepare(Script.Ask("h-one", 5, "0")));
        ArrayStatus status = await stage.Backend.UntilEndedAsync(handle, 5);
        Assert.Equal(new JobName("h-one"), handle.Name);
        Assert.Equal(handle, status.Handle);
        Assert.True(status.IsKnown);
        Assert.Equal("0-4", status.Ended.ToString());
        Assert.Empty(status.Running);
        Assert.Empty(status.Abnormal);
    }

    [Fact]
    public async Task Submit_NameThatIsThere_IsAdoptedAndStartsNothing()
    {
        await using IBackendStage stage = await OpenAsync();
        ArrayAsk ask = stage.Prepare(Script.Ask("h-twice", 3, "0"));
        JobHandle first = await stage.Backend.SubmitOneAsync(ask);
        await stage.Backend.UntilEndedAsync(first, 3);
        Assert.Equal(first, await stage.Backend.SubmitOneAsync(ask));
        Assert.Equal(3, (await stage.Backend.StatusAsync(first)).Ended.Count);
    }

    [Fact]
    public async Task Submit_SameNameTwiceInOneCall_IsOneJob()
    {
        await using IBackendStage stage = await OpenAsync();
        ArrayAsk ask = stage.Prepare(Script.Ask("h-same", 2, "0"));
        IReadOnlyList<SubmitReply> replies = await stage.Backend.SubmitAsync([ask, ask], Token);
        Assert.Equal(replies[0].Handle, replies[1].Handle);
        await stage.Backend.UntilEndedAsync(replies[0].Handle!, 2);
    }

    [Fact]
    public async Task Submit_SeveralArrays_RepliesInOrder()
    {
        await using IBackendStage stage = await OpenAsync();
        ArrayAsk[] asks = [.. Enumerable.Range(0, 6).Select(i => stage.Prepare(Script.Ask($"h-{5 - i}", 1, "0")))];
        IReadOnlyList<SubmitReply> replies = await stage.Backend.SubmitAsync(asks, Token);
        Assert.Equal(asks.Select(static a => a.Name), replies.Select(static r => r.Handle!.Name));
        foreach (SubmitReply reply in replies)
        {
            await stage.Backend.UntilEndedAsync(reply.Handle!, 1);
        }
    }

    [Fact]
    public async Task Submit_RefusedAsk_DoesNotSpoilItsNeighbours()
    {
        await using IBackendStage stage = await OpenAsync();
        IReadOnlyList<SubmitReply> replies = await stage.Backend.SubmitAsync(
            [
                stage.Prepare(Script.Ask("h-before", 1, "0")),
                stage.Prepare(Script.Ask("h-wide", 1, "0", vcpus: Slots + 1)),
                stage.Prepare(Script.Ask("h-after", 1, "0")),
            ],
            Token);
        Assert.Null(replies[1].Handle);
        Assert.Equal(FaultKind.Broken, replies[1].Fault!.Kind);
        Assert.Contains("vcpus", replies[1].Fault!.Message, StringComparison.Ordinal);
        await stage.Backend.UntilEndedAsync(replies[0].Handle!, 1);
        await stage.Backend.UntilEndedAsync(replies[2].Handle!, 1);
        Assert.Empty(await stage.Backend.FindAsync([new JobName("h-wide")], Token));
    }

    [Fact]
    public async Task Find_KnownAndUnknownNames_GivesTheKnown()
    {
        await using IBackendStage stage = await OpenAsync();
        JobHandle handle = await stage.Backend.SubmitOneAsync(stage.Prepare(Script.Ask("h-known", 1, "0")));
        Assert.Equal([handle], await stage.Backend.FindAsync([new JobName("h-unknown"), handle.Name], Token));
        await stage.Backend.UntilEndedAsync(handle, 1);
    }

    [Fact]
    public async Task Observe_UnknownHandle_IsNotKnown()
    {
        await using IBackendStage stage = await OpenAsync();
        ArrayStatus status = await stage.Backend.StatusAsync(new JobHandle(new JobName("h-nobody"), "1"));
        Assert.False(status.IsKnown);
        Assert.Empty(status.Ended);
    }

    [Fact]
    public async Task Observe_HeldElements_RunThenEnd()
    {
        await using IBackendStage stage = await OpenAsync();
        JobHandle handle = await stage.Backend.SubmitOneAsync(stage.Prepare(Script.Ask("h-held", 3, Script.Hold)));
        await Script.SoonAsync(async () => (await stage.Backend.StatusAsync(handle)).Running.Count == Slots);
        ArrayStatus before = await stage.Backend.StatusAsync(handle);
        Assert.Equal("0-1", before.Running.ToString());
        Assert.Empty(before.Ended);
        await stage.ReleaseAsync();
        Assert.Equal("0-2", (await stage.Backend.UntilEndedAsync(handle, 3)).Ended.ToString());
    }

    [Fact]
    public async Task Observe_SeveralHandles_AnswersInOrder()
    {
        await using IBackendStage stage = await OpenAsync();
        JobHandle a = await stage.Backend.SubmitOneAsync(stage.Prepare(Script.Ask("h-a", 1, "0")));
        JobHandle b = await stage.Backend.SubmitOneAsync(stage.Prepare(Script.Ask("h-b", 1, "0")));
        var nobody = new JobHandle(new JobName("h-c"), "");
        IReadOnlyList<ArrayStatus> statuses = await stage.Backend.ObserveAsync([b, nobody, a], Token);
        Assert.Equal([b, nobody, a], statuses.Select(static s => s.Handle));
        Assert.Equal([true, false, true], statuses.Select(static s => s.IsKnown));
        await stage.Backend.UntilEndedAsync(a, 1);
        await stage.Backend.UntilEndedAsync(b, 1);
    }

    [Fact]
    public async Task Observe_ManyTimes_CostsNoProcess()
    {
        await using IBackendStage stage = await OpenAsync();
        JobHandle handle = await stage.Backend.SubmitOneAsync(stage.Prepare(Script.Ask("h-cheap", 4, "0")));
        await stage.Backend.UntilEndedAsync(handle, 4);
        long before = stage.Effort;
        for (int i = 0; i < 100; i++)
        {
            await stage.Backend.ObserveAsync([handle, handle], Token);
            await stage.Backend.FindAsync([handle.Name], Token);
        }

        Assert.InRange(stage.Effort - before, 0, EffortOf100Observations);
    }

    [Fact]
    public async Task Abnormal_ExitCodesAndSignals_AreReported()
    {
        Needs(StageAbility.Script);
        await using IBackendStage stage = await OpenAsync();
        JobHandle handle = await stage.Backend.SubmitOneAsync(stage.Prepare(Script.Ask("h-odd", 5, "0,3,kill,255,75")));
        ArrayStatus status = await stage.Backend.UntilEndedAsync(handle, 5);
        Assert.Equal([(1, 3), (2, 137), (3, 255), (4, 75)], status.Abnormal.OrderBy(static e => e.Element).Select(static e => (e.Element, e.Exit)));
    }

    [Fact]
    public async Task Cancel_RangeOfQueued_NeverStartsAndCountsAsEnded()
    {
        await using IBackendStage stage = await OpenAsync();
        JobHandle handle = await stage.Backend.SubmitOneAsync(stage.Prepare(Script.Ask("h-cut", 10, "hold,hold,0")));
        await Script.SoonAsync(async () => (await stage.Backend.StatusAsync(handle)).Running.Count == Slots);
        await stage.Backend.CancelAsync(handle, IndexSet.Range(4, 5), Token);
        await stage.ReleaseAsync();
        ArrayStatus status = await stage.Backend.UntilEndedAsync(handle, 10);
        Assert.Equal([4, 5, 6, 7, 8], status.Abnormal.Select(static e => e.Element).Order());
    }

    [Fact]
    public async Task Cancel_RunningElement_EndsItAndGivesItsSlotOn()
    {
        Needs(StageAbility.Script);
        Needs(StageAbility.NamesSuccesses);
        await using IBackendStage stage = await OpenAsync();
        JobHandle handle = await stage.Backend.SubmitOneAsync(stage.Prepare(Script.Ask("h-stop", 3, "hold,hold,0")));
        await Script.SoonAsync(async () => (await stage.Backend.StatusAsync(handle)).Running.Count == Slots);
        await ReadyAsync(stage, handle);
        await stage.Backend.CancelAsync(handle, IndexSet.Range(0, 1), Token);
        ArrayStatus status = await stage.Backend.UntilEndedAsync(handle, 2);
        Assert.Equal("0,2", status.Ended.ToString());
        Assert.Equal(75, Assert.Single(status.Abnormal).Exit);
        await stage.ReleaseAsync();
        await stage.Backend.UntilEndedAsync(handle, 3);
    }

    [Fact]
    public async Task Cancel_EndedAndUnknown_ChangesNothing()
    {
        await using IBackendStage stage = await OpenAsync();
        JobHandle handle = await stage.Backend.SubmitOneAsync(stage.Prepare(Script.Ask("h-late", 2, "0")));
        await stage.Backend.UntilEndedAsync(handle, 2);
        await stage.Backend.CancelAsync(handle, IndexSet.Range(0, 100), Token);
        await stage.Backend.CancelAsync(new JobHandle(new JobName("h-nobody"), "1"), IndexSet.Range(0, 1), Token);
        Assert.Empty((await stage.Backend.StatusAsync(handle)).Abnormal);
    }

    [Fact]
    public async Task Forget_EndedArray_IsUnknownAfterwards()
    {
        await using IBackendStage stage = await OpenAsync();
        JobHandle gone = await stage.Backend.SubmitOneAsync(stage.Prepare(Script.Ask("h-gone", 2, "0")));
        JobHandle kept = await stage.Backend.SubmitOneAsync(stage.Prepare(Script.FreshAsk("h-kept", 2, "0")));
        await stage.Backend.UntilEndedAsync(gone, 2);
        await stage.Backend.ForgetAsync([gone, new JobHandle(new JobName("h-nobody"), "1")], Token);
        Assert.False((await stage.Backend.StatusAsync(gone)).IsKnown);
        Assert.Empty(await stage.Backend.FindAsync([gone.Name], Token));
        await stage.Backend.UntilEndedAsync(kept, 2);
    }

    [Fact]
    public async Task Submit_RetryUnderAnotherName_RunsTheElementsAgain()
    {
        Needs(StageAbility.Script);
        await using IBackendStage stage = await OpenAsync();
        JobHandle first = await stage.Backend.SubmitOneAsync(stage.Prepare(Script.Ask("h-first", 2, "75")));
        Assert.Equal([75, 75], (await stage.Backend.UntilEndedAsync(first, 2)).Abnormal.Select(static end => end.Exit));
        JobHandle again = await stage.Backend.SubmitOneAsync(stage.Prepare(Script.Ask("h-again", 2, "0")));
        Assert.Empty((await stage.Backend.UntilEndedAsync(again, 2)).Abnormal);
        Assert.Equal(4, stage.Started); // nobody but who submits tries again
    }

    [Fact]
    public async Task Submit_ReplyLost_IsFoundAgainAndNotSentTwice()
    {
        Needs(StageAbility.IsRemote);
        await using IBackendStage stage = await OpenAsync();
        ArrayAsk ask = stage.Prepare(Script.FreshAsk("h-lost", 3, Script.Hold));
        stage.LoseReplies(true);
        Assert.Equal(FaultKind.Transient, (await FaultOfAsync(stage.Backend, ask)).Kind);
        stage.LoseReplies(false);
        JobHandle found = Assert.Single(await stage.Backend.FindAsync([ask.Name, new JobName("h-nobody")], Token));
        Assert.Equal(found, await stage.Backend.SubmitOneAsync(ask));
        await stage.ReleaseAsync();
        Assert.Equal("0-2", (await stage.Backend.UntilEndedAsync(found, 3)).Ended.ToString());
        Assert.Equal(3, stage.Started);
    }

    [Fact]
    public async Task Calls_DuringAnOutage_AreTransientFaultsAndNothingIsLost()
    {
        Needs(StageAbility.IsRemote);
        await using IBackendStage stage = await OpenAsync();
        JobHandle handle = await stage.Backend.SubmitOneAsync(stage.Prepare(Script.Ask("h-outage", 4, Script.Hold)));
        await Script.SoonAsync(async () => (await stage.Backend.StatusAsync(handle)).Running.Count == Slots);
        await ReadyAsync(stage, handle);
        ArrayAsk other = stage.Prepare(Script.FreshAsk("h-other", 1, "0"));
        await stage.SetOutageAsync(true);
        try
        {
            Assert.Equal(FaultKind.Transient, (await FaultOfAsync(stage.Backend, other)).Kind);
            foreach (Func<Task> call in (Func<Task>[])
                [
                    () => stage.Backend.ObserveAsync([handle], Token),
                    () => stage.Backend.FindAsync([other.Name], Token),
                    () => stage.Backend.CancelAsync(handle, IndexSet.Range(3, 1), Token),
                ])
            {
                Assert.Equal(FaultKind.Transient, (await Assert.ThrowsAsync<FaultException>(call)).Kind);
            }
        }
        finally
        {
            await stage.SetOutageAsync(false);
        }

        Assert.Empty(await stage.Backend.FindAsync([other.Name], Token));
        await stage.ReleaseAsync();
        ArrayStatus status = await stage.Backend.UntilEndedAsync(handle, 4);
        Assert.Empty(status.Abnormal);
        Assert.Equal(4, stage.Started);
    }

    [Fact]
    public async Task Avoid_Host_GetsNoElementUntilItMay()
    {
        Needs(StageAbility.AvoidsHosts);
        await using IBackendStage stage = await OpenAsync();
        var hosts = (IHostControl)stage.Backend;
        await hosts.AvoidAsync([stage.Host, "nobody"], Token);
        ArrayAsk ask = stage.Prepare(Script.FreshAsk("h-kept", 2, "3"));
        if (stage.HasOtherHosts)
        {
            ArrayStatus elsewhere = await stage.Backend.UntilEndedAsync(await stage.Backend.SubmitOneAsync(ask), 2);
            Assert.DoesNotContain(stage.Host, elsewhere.Abnormal.Select(static end => end.Host));
        }
        else
        {
            // It waits in the queue, or the scheduler takes nothing that cannot start now.
            SubmitReply reply = Assert.Single(await stage.Backend.SubmitAsync([ask], Token));
            Assert.True(reply.Handle is not null || reply.Fault!.Kind == FaultKind.Throttled, reply.Fault?.Message);
            Assert.Equal(0, stage.Started);
            await hosts.AvoidAsync([], Token);
            ArrayStatus here = await stage.Backend.UntilEndedAsync(await stage.Backend.SubmitOneAsync(ask), 2);
            Assert.All(here.Abnormal, end => Assert.Equal(stage.Host, end.Host));
        }
    }

    [Fact]
    public async Task WaitForNews_Cancelled_Throws()
    {
        await using IBackendStage stage = await OpenAsync();
        using var cancelled = new CancellationTokenSource();
        Task waiting = stage.Backend.WaitForNewsAsync(cancelled.Token);
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    /// <summary>What 100 observations of two arrays may cost at most in processes or requests; 0 where it is known without asking.</summary>
    protected virtual long EffortOf100Observations => 0;

    /// <summary>What the backend on stage can do beyond what every case asks for.</summary>
    protected virtual StageAbility Abilities => StageAbility.Script | StageAbility.NamesSuccesses;

    /// <summary>Puts the backend on stage, with <see cref="Slots"/> slots.</summary>
    protected abstract Task<IBackendStage> OpenAsync();

    /// <summary>Waits until held elements can take a request to stop.</summary>
    protected virtual Task ReadyAsync(IBackendStage stage, JobHandle handle) => Task.CompletedTask;

    /// <summary>Skips a case where the backend on stage cannot do what it is about.</summary>
    protected void Needs(StageAbility ability) =>
        Assert.SkipUnless(Abilities.HasFlag(ability), $"The case needs a backend with the ability {ability}.");

    // Of a submission that failed as a whole, or of its only array.
    private static async Task<FaultException> FaultOfAsync(IBackend backend, ArrayAsk ask)
    {
        try
        {
            return Assert.Single(await backend.SubmitAsync([ask], Token)).Fault!;
        }
        catch (FaultException fault)
        {
            return fault;
        }
    }
}
