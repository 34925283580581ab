using HtcFlow.Backends.Clusters;
using HtcFlow.Core.Ids;
using HtcFlow.Core.Ports;
using HtcFlow.Core.Sweeps;
using HtcFlow.Testing.GridEngine;

namespace HtcFlow.Backends.Tests.GridEngine;

/// <summary>Bad weather on the real cell: what is refused, lost, deleted and down.</summary>
[Collection(nameof(GridCell.Weather))]
public sealed class WeatherTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Open_CommandsMissing_SaysWhichAndWhatToDo()
    {
        FaultException fault = await Assert.ThrowsAsync<FaultException>(
            () => GridEngineStage.OpenAsync(GridCell.Weather, static options => options with { CommandDirectory = "/nowhere" }));
        Assert.Equal(FaultKind.Broken, fault.Kind);
        Assert.Equal("run '/nowhere/qconf': there is no such command here; install it or put its directory on the PATH", fault.Message);
    }

    [Fact]
    public async Task Open_CellThatIsNotThere_NamesTheVariables()
    {
        FaultException fault = await Assert.ThrowsAsync<FaultException>(() => GridEngineStage.OpenAsync(GridCell.Weather, static options => options with
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
        await using GridEngineStage stage = await GridEngineStage.OpenAsync(GridCell.Weather, options => options with { Queue = queue, Project = project });
        SubmitReply reply = Assert.Single(await stage.Backend.SubmitAsync([stage.Prepare(Script.Ask("w-refused", 1, "0"))], Token));
        Assert.Equal(FaultKind.Broken, reply.Fault!.Kind);
        Assert.Contains(words, reply.Fault.Message, StringComparison.Ordinal);
        Assert.Empty(await stage.Backend.FindAsync([new JobName("w-refused")], Token));
    }

    [Fact]
    public async Task Submit_MoreJobsThanAUserMayHave_IsThrottled()
    {
        await using GridEngineStage stage = await GridEngineStage.OpenAsync(GridCell.Weather);
        JobHandle first = await stage.Backend.SubmitOneAsync(stage.Prepare(Script.Ask("w-first", 1, Script.Hold)));
        string before = GridCell.Weather.Configure("max_u_jobs", "1");
        try
        {
            SubmitReply reply = Assert.Single(await stage.Backend.SubmitAsync([stage.Prepare(Script.Ask("w-second", 1, "0"))], Token));
            Assert.Equal(FaultKind.Throttled, reply.Fault!.Kind);
            Assert.Equal(TimeSpan.FromMinutes(1), reply.Fault.RetryAfter);
            Assert.Contains("only 1 jobs are allowed per user", reply.Fault.Message, StringComparison.Ordinal);
        }
        finally
        {
            GridCell.Weather.Configure("max_u_jobs", before);
        }

        await stage.ReleaseAsync();
        await stage.Backend.UntilEndedAsync(first, 1);
    }

    [Fact]
    public async Task Observe_DeletedByHand_EndsWithTheReason()
    {
        await using GridEngineStage stage = await GridEngineStage.OpenAsync(GridCell.Weather, static options => options with { AccountingLag = TimeSpan.FromSeconds(2) });
        JobHandle handle = await stage.Backend.SubmitOneAsync(stage.Prepare(Script.Ask("w-hand", 4, Script.Hold)));
        await stage.HeldAsync(0, 1);
        GridCell.Weather.Ask("qdel", handle.BackendId);
        ArrayStatus status = await stage.Backend.UntilEndedAsync(handle, 4);
        Assert.Equal([(0, 75), (1, 75), (2, -1), (3, -1)], status.Abnormal.OrderBy(static end => end.Element).Select(static end => (end.Element, end.Exit)));
        Assert.Contains("deleted before it started", status.Abnormal.Single(static end => end.Element == 3).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Observe_LogDirectoryMissing_IsExplainedAndRunsWhenCleared()
    {
        string logs = "";
        await using GridEngineStage stage = await GridEngineStage.OpenAsync(
            GridCell.Weather,
            options => options with { LogPath = logs = Path.Combine(Path.GetDirectoryName(options.SpoolDirectory)!, "logs", "out") });
        JobHandle handle = await stage.Backend.SubmitOneAsync(stage.Prepare(Script.Ask("w-stuck", 2, "0")));
        IReadOnlyList<StuckElements> stuck = [];
        await Script.SoonAsync(async () =>
        {
            await stage.Backend.StatusAsync(handle);
            stuck = await stage.Cluster!.ExplainAsync(Token);
            return stuck.Sum(static s => s.Elements.Count) == 2;
        });
        Assert.All(stuck, s => Assert.Contains(logs, s.Reason, StringComparison.Ordinal));
        Assert.Empty((await stage.Backend.StatusAsync(handle)).Ended);
        Directory.CreateDirectory(Path.GetDirectoryName(logs)!);
        await stage.Cluster!.ClearAsync(handle, IndexSet.Range(0, 2), Token);
        ArrayStatus status = await stage.Backend.UntilEndedAsync(handle, 2);
        Assert.Empty(status.Abnormal);
        Assert.Empty(await stage.Cluster!.ExplainAsync(Token));
    }

    [Fact]
    public async Task Observe_ByALaterEngine_StartsStuckElementsAtOnce()
    {
        string logs = "";
        await using GridEngineStage stage = await GridEngineStage.OpenAsync(
            GridCell.Weather,
            options => options with { LogPath = logs = Path.Combine(Path.GetDirectoryName(options.SpoolDirectory)!, "logs", "out") });
        JobHandle handle = await stage.Backend.SubmitOneAsync(stage.Prepare(Script.Ask("w-later", 2, "0")));
        await Script.SoonAsync(async () =>
        {
            await stage.Backend.StatusAsync(handle);
            return stage.Cluster!.Hindrance.StartsWith("2 elements wait", StringComparison.Ordinal);
        });
        Assert.Contains(logs, stage.Cluster!.Hindrance, StringComparison.Ordinal);
        Directory.CreateDirectory(Path.GetDirectoryName(logs)!);
        await stage.ReopenAsync();
        Assert.Empty((await stage.Backend.UntilEndedAsync(handle, 2)).Abnormal);
        Assert.Equal("", stage.Cluster!.Hindrance);
    }

    [Fact]
    public async Task Daemons_KilledAndBack_AreAnOutageAndNothingIsLost()
    {
        await using GridEngineStage stage = await GridEngineStage.OpenAsync(GridCell.Weather);
        JobHandle handle = await stage.Backend.SubmitOneAsync(stage.Prepare(Script.Ask("w-outage", 4, Script.Hold)));
        await stage.HeldAsync(0, 1);
        GridCell.Weather.Kill("qmaster");
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
            GridCell.Weather.Kill("execd");
            await stage.ReleaseAsync();
            await stage.LeftAsync(0, 1);
            GridCell.Weather.Restart();
        }

        Assert.Empty((await stage.Backend.UntilEndedAsync(handle, 4)).Abnormal);
        Assert.Equal(["0", "1", "2", "3"], stage.Starts.Order());
    }
}
