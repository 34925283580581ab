using HtcFlow.Backends.GridEngine;
using HtcFlow.Core.Ids;
using HtcFlow.Core.Ports;
using HtcFlow.Core.Sweeps;
using HtcFlow.Testing.GridEngine;

namespace HtcFlow.Backends.Tests.GridEngine;

/// <summary>Bad weather on the real cell: what is refused, lost, deleted and down.</summary>
[Collection(nameof(GridEngine))]
public sealed class WeatherTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Open_CommandsMissing_SaysWhichAndWhatToDo()
    {
        FaultException fault = await Assert.ThrowsAsync<FaultException>(
            () => GridEngineStage.OpenAsync(static options => options with { CommandDirectory = "/nowhere" }));
        Assert.Equal(FaultKind.Broken, fault.Kind);
        Assert.Equal("run '/nowhere/qconf': there is no such command here; install it or put its directory on the PATH", fault.Message);
    }

    [Fact]
    public async Task Open_CellThatIsNotThere_NamesTheVariables()
    {
        FaultException fault = await Assert.ThrowsAsync<FaultException>(() => GridEngineStage.OpenAsync(static options => options with
        {
            CommandEnvironment = new Dictionary<string, string>(options.CommandEnvironment) { ["SGE_CELL"] = "wrong" },
        }));
        Assert.Equal(FaultKind.Broken, fault.Kind);
        Assert.Contains("wrong\" doesn't exist; set SGE_ROOT and SGE_CELL", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nowhere.q", "", "unknown queue \"nowhere.q\"")]
    [InlineData("", "nobody", "project \"nobody\" does not exist")]
    public async Task Submit_QueueOrProjectThatIsNotThere_IsRefusedInTheSchedulersWords(string queue, string project, string words)
    {
        await using GridEngineStage stage = await GridEngineStage.OpenAsync(options => options with { Queue = queue, Project = project });
        SubmitReply reply = Assert.Single(await stage.Backend.SubmitAsync([stage.Prepare(Script.Ask("w-refused", 1, "0"))], Token));
        Assert.Equal(FaultKind.Broken, reply.Fault!.Kind);
        Assert.Contains(words, reply.Fault.Message, StringComparison.Ordinal);
        Assert.Empty(await stage.Backend.FindAsync([new JobName("w-refused")], Token));
    }

    [Fact]
    public async Task Submit_MoreJobsThanAUserMayHave_IsThrottled()
    {
        await using GridEngineStage stage = await GridEngineStage.OpenAsync();
        JobHandle first = await stage.Backend.SubmitOneAsync(stage.Prepare(Script.Ask("w-first", 1, Script.Hold)));
        string before = GridCell.Shared.Configure("max_u_jobs", "1");
        try
        {
            SubmitReply reply = Assert.Single(await stage.Backend.SubmitAsync([stage.Prepare(Script.Ask("w-second", 1, "0"))], Token));
            Assert.Equal(FaultKind.Throttled, reply.Fault!.Kind);
            Assert.Equal(TimeSpan.FromMinutes(1), reply.Fault.RetryAfter);
            Assert.Contains("only 1 jobs are allowed per user", reply.Fault.Message, StringComparison.Ordinal);
        }
        finally
        {
            GridCell.Shared.Configure("max_u_jobs", before);
        }

        await stage.ReleaseAsync();
        await stage.Backend.UntilEndedAsync(first, 1);
    }

    [Fact]
    public async Task Submit_ReplyLost_IsFoundAgainAndNotSentTwice()
    {
        await using GridEngineStage stage = await GridEngineStage.OpenAsync();
        ArrayAsk ask = stage.Prepare(Script.Ask("w-lost", 3, Script.Hold));
        stage.Commands.LosesRepliesOf = "qsub";
        IReadOnlyList<SubmitReply> replies = await stage.Backend.SubmitAsync([ask, stage.Prepare(Script.Ask("w-after", 1, "0"))], Token);
        Assert.Equal([FaultKind.Transient, FaultKind.Transient], replies.Select(static reply => reply.Fault!.Kind));
        stage.Commands.LosesRepliesOf = "";
        await stage.ReopenAsync();
        JobHandle found = Assert.Single(await stage.Backend.FindAsync([ask.Name, new JobName("w-after")], Token));
        Assert.Equal(found, await stage.Backend.SubmitOneAsync(ask));
        await stage.ReleaseAsync();
        await stage.Backend.UntilEndedAsync(found, 3);
        Assert.Equal(["0", "1", "2"], stage.Starts.Order());
    }

    [Fact]
    public async Task Submit_ReplyLostAndArrayEnded_IsFoundInTheAccountingData()
    {
        await using GridEngineStage stage = await GridEngineStage.OpenAsync();
        ArrayAsk ask = stage.Prepare(Script.Ask("w-swift", 2, "0,3"));
        stage.Commands.LosesRepliesOf = "qsub";
        await stage.Backend.SubmitAsync([ask], Token);
        stage.Commands.LosesRepliesOf = "";
        await Script.SoonAsync(() => stage.Starts.Count == 2 && GridCell.Shared.Ask("qstat", "-u", "*").Length == 0);
        JobHandle found = await stage.Backend.SubmitOneAsync(ask);
        ArrayStatus status = await stage.Backend.UntilEndedAsync(found, 2);
        Assert.Equal((1, 3), status.Abnormal.Select(static end => (end.Element, end.Exit)).Single());
        Assert.Equal(GridCell.Shared.Host, status.Abnormal[0].Host);
        Assert.Equal(2, stage.Starts.Count);
    }

    [Fact]
    public async Task Find_BookLost_KnowsTheArrayByItsNameInTheQueue()
    {
        await using GridEngineStage stage = await GridEngineStage.OpenAsync();
        JobHandle handle = await stage.Backend.SubmitOneAsync(stage.Prepare(Script.Ask("w-book", 4, Script.Hold)));
        await stage.HeldAsync(1, 2);
        stage.Options = stage.Options with { SpoolDirectory = stage.At("another") };
        await stage.ReopenAsync();
        Assert.Equal([handle], await stage.Backend.FindAsync([handle.Name], Token));
        Assert.Equal("0-1", (await stage.Backend.StatusAsync(handle)).Running.ToString());
        await stage.ReleaseAsync();
        Assert.Equal("0-3", (await stage.Backend.UntilEndedAsync(handle, 4)).Ended.ToString());
    }

    [Fact]
    public async Task Observe_EndedWhileNoEngineLooked_KnowsHowItEnded()
    {
        await using GridEngineStage stage = await GridEngineStage.OpenAsync();
        JobHandle handle = await stage.Backend.SubmitOneAsync(stage.Prepare(Script.Ask("w-unseen", 2, "0,7")));
        await Script.SoonAsync(() => stage.Starts.Count == 2 && GridCell.Shared.Ask("qstat", "-u", "*").Length == 0);
        await stage.ReopenAsync();
        ArrayStatus status = await stage.Backend.UntilEndedAsync(handle, 2);
        Assert.Equal([new ElementEnd(1, 7, "", GridCell.Shared.Host)], status.Abnormal);
    }

    [Fact]
    public async Task Observe_TwentyArrays_IsOneProcess()
    {
        await using GridEngineStage stage = await GridEngineStage.OpenAsync();
        ArrayAsk[] asks = [.. Enumerable.Range(0, 20).Select(i => stage.Prepare(Script.Ask($"w-many-{i}", 500, Script.Hold)))];
        long before = stage.Effort;
        IReadOnlyList<SubmitReply> replies = await stage.Backend.SubmitAsync(asks, Token);
        Assert.Equal(21, stage.Effort - before);
        JobHandle[] handles = [.. replies.Select(static reply => reply.Handle!)];
        before = stage.Effort;
        IReadOnlyList<ArrayStatus> statuses = await stage.Backend.ObserveAsync(handles, Token);
        Assert.All(statuses, static status => Assert.True(status.IsKnown));
        await stage.Backend.FindAsync([.. asks.Select(static ask => ask.Name)], Token);
        Assert.Equal(1, stage.Effort - before);
        Assert.Equal("qstat", stage.Commands.Programs[^1]);
        foreach (JobHandle handle in handles)
        {
            await stage.Backend.CancelAsync(handle, IndexSet.Range(0, 500), Token);
        }
    }

    [Fact]
    public async Task Observe_DeletedByHand_EndsWithTheReason()
    {
        await using GridEngineStage stage = await GridEngineStage.OpenAsync(static options => options with { AccountingLag = TimeSpan.FromSeconds(2) });
        JobHandle handle = await stage.Backend.SubmitOneAsync(stage.Prepare(Script.Ask("w-hand", 4, Script.Hold)));
        await stage.HeldAsync(1, 2);
        GridCell.Shared.Ask("qdel", handle.BackendId);
        ArrayStatus status = await stage.Backend.UntilEndedAsync(handle, 4);
        Assert.Equal([(0, 75), (1, 75), (2, -1), (3, -1)], status.Abnormal.OrderBy(static end => end.Element).Select(static end => (end.Element, end.Exit)));
        Assert.Contains("deleted before it started", status.Abnormal.Single(static end => end.Element == 3).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Observe_LogDirectoryMissing_IsExplainedAndRunsWhenCleared()
    {
        string logs = "";
        await using GridEngineStage stage = await GridEngineStage.OpenAsync(
            options => options with { LogPath = logs = Path.Combine(Path.GetDirectoryName(options.SpoolDirectory)!, "logs", "out") });
        JobHandle handle = await stage.Backend.SubmitOneAsync(stage.Prepare(Script.Ask("w-stuck", 2, "0")));
        IReadOnlyList<StuckElements> stuck = [];
        await Script.SoonAsync(async () =>
        {
            await stage.Backend.StatusAsync(handle);
            stuck = await stage.GridEngine!.ExplainAsync(Token);
            return stuck.Sum(static s => s.Elements.Count) == 2;
        });
        Assert.All(stuck, s => Assert.Contains(logs, s.Reason, StringComparison.Ordinal));
        Assert.Empty((await stage.Backend.StatusAsync(handle)).Ended);
        Directory.CreateDirectory(Path.GetDirectoryName(logs)!);
        await stage.GridEngine!.ClearAsync(handle, IndexSet.Range(0, 2), Token);
        ArrayStatus status = await stage.Backend.UntilEndedAsync(handle, 2);
        Assert.Empty(status.Abnormal);
        Assert.Empty(await stage.GridEngine!.ExplainAsync(Token));
    }

    [Fact]
    public async Task Daemons_KilledAndBack_AreAnOutageAndNothingIsLost()
    {
        await using GridEngineStage stage = await GridEngineStage.OpenAsync();
        JobHandle handle = await stage.Backend.SubmitOneAsync(stage.Prepare(Script.Ask("w-outage", 4, Script.Hold)));
        await stage.HeldAsync(1, 2);
        GridCell.Shared.Kill("qmaster");
        try
        {
            foreach (Func<Task> call in (Func<Task>[])
                [
                    () => stage.Backend.ObserveAsync([handle], Token),
                    () => stage.Backend.FindAsync([new JobName("w-other")], Token),
                    () => stage.Backend.SubmitAsync([stage.Prepare(Script.Ask("w-other", 1, "0"))], Token),
                    () => stage.Backend.CancelAsync(handle, IndexSet.Range(3, 1), Token),
                ])
            {
                FaultException fault = await Assert.ThrowsAsync<FaultException>(call);
                Assert.Equal(FaultKind.Transient, fault.Kind);
                Assert.Contains("qmaster does not answer", fault.Message, StringComparison.Ordinal);
            }
        }
        finally
        {
            // An execution daemon that comes back looks at what ended without it at once, at what ends later once a minute only.
            GridCell.Shared.Kill("execd");
            await stage.ReleaseAsync();
            await stage.LeftAsync(1, 2);
            GridCell.Shared.Restart();
        }

        Assert.Empty((await stage.Backend.UntilEndedAsync(handle, 4)).Abnormal);
        Assert.Equal(["0", "1", "2", "3"], stage.Starts.Order());
    }
}
