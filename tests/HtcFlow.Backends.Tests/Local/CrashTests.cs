using HtcFlow.Backends.Local.Native;
using HtcFlow.Core.Ids;
using HtcFlow.Core.Ports;
using HtcFlow.Core.Sweeps;

namespace HtcFlow.Backends.Tests.Local;

/// <summary>The engine is killed with SIGKILL; what it started is found again, and nothing is started twice.</summary>
public sealed class CrashTests
{
    private static readonly JobHandle s_handle = new(EngineHost.Job, "");

    [Fact]
    public async Task Open_AfterKill_AdoptsWhatRunsAndStartsTheRest()
    {
        await using var stage = new LocalStage(2);
        await KillAfterAsync(stage, 4, Script.Hold, starts: 2);
        stage.Open();
        ArrayStatus adopted = await stage.Backend.StatusAsync(s_handle);
        Assert.Equal("0-1", adopted.Running.ToString());
        Assert.Empty(adopted.Ended);
        await stage.ReleaseAsync();
        ArrayStatus ended = await stage.Backend.UntilEndedAsync(s_handle, 4);
        Assert.Equal([0, 1, 2, 3], stage.Starts.Select(static s => s.Element).Order());
        // Nobody can know how another process's child ended: the ledger key says it.
        Assert.Equal([(0, -1), (1, -1)], ended.Abnormal.OrderBy(static e => e.Element).Select(static e => (e.Element, e.Exit)));
    }

    [Fact]
    public async Task Open_AfterKillWithoutProcessDescriptors_AdoptsByLocks()
    {
        await using var stage = new LocalStage(2, change: static o => o with { UseProcessDescriptors = false });
        await KillAfterAsync(stage, 2, Script.Hold, starts: 2);
        stage.Open();
        Assert.Equal("0-1", (await stage.Backend.StatusAsync(s_handle)).Running.ToString());
        await stage.ReleaseAsync();
        await stage.Backend.UntilEndedAsync(s_handle, 2);
        Assert.Equal(2, stage.Starts.Count);
    }

    [Fact]
    public async Task Open_AfterElementsEndedUnseen_ReportsThemAsUnknown()
    {
        await using var stage = new LocalStage(2);
        await KillAfterAsync(stage, 2, Script.Hold, starts: 2);
        await stage.ReleaseAsync();
        await Script.SoonAsync(() => stage.Starts.All(static s => ProcessTable.SessionOf(s.Pid) == 0));
        stage.Open();
        ArrayStatus status = await stage.Backend.UntilEndedAsync(s_handle, 2);
        Assert.All(status.Abnormal, static end => Assert.Equal(-1, end.Exit));
        Assert.Empty(Directory.GetFiles(Path.Combine(stage.Spool, EngineHost.Job.Value), "*.lock"));
    }

    [Fact]
    public async Task Cancel_AdoptedElement_StopsIt()
    {
        await using var stage = new LocalStage(2);
        await KillAfterAsync(stage, 2, Script.Hold, starts: 2);
        stage.Open();
        await stage.Backend.CancelAsync(s_handle, IndexSet.Range(0, 2), TestContext.Current.CancellationToken);
        await stage.Backend.UntilEndedAsync(s_handle, 2);
        Assert.All(stage.Starts, static s => Assert.Equal(0, ProcessTable.SessionOf(s.Pid)));
    }

    [Fact]
    public async Task Submit_AfterKillOfTheSubmitter_AdoptsTheJob()
    {
        await using var stage = new LocalStage(2);
        await KillAfterAsync(stage, 3, "0", starts: 3);
        stage.Open();
        IReadOnlyList<JobHandle> found =
            await stage.Backend.FindAsync([EngineHost.Job, new JobName("h-other")], TestContext.Current.CancellationToken);
        Assert.Equal(EngineHost.Job, Assert.Single(found).Name);
        await stage.Backend.SubmitOneAsync(stage.Prepare(Script.Ask(EngineHost.Job.Value, 3, "0")));
        await stage.Backend.UntilEndedAsync(s_handle, 3);
        Assert.Equal(3, stage.Starts.Count);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Kill_AtRandomMomentsAgainAndAgain_StartsNothingTwiceAndLosesNothing(int seed)
    {
        const int elements = 200;
        const int kills = 6;
        var dice = new Random(seed);
        await using var stage = new LocalStage(2);
        // Each kill may cost one element its start, so the last few starts may never come: do not wait for them.
        for (int round = 0; round < kills && stage.Starts.Count < elements - kills; round++)
        {
            int seen = Math.Min(elements - kills, stage.Starts.Count + dice.Next(1, 40));
            await KillAfterAsync(stage, elements, "0,0,3,0", seen);
        }

        stage.Open();
        ArrayStatus status = await stage.Backend.UntilEndedAsync(s_handle, elements);
        int[] started = [.. stage.Starts.Select(static s => s.Element)];
        Assert.Equal(started.Length, started.Distinct().Count());
        // A kill between taking the lock and starting the runner costs that element its attempt; it is told as an end.
        IEnumerable<int> unknown = status.Abnormal.Where(static e => e.Exit == -1).Select(static e => e.Element);
        Assert.Empty(Enumerable.Range(0, elements).Except(started).Except(unknown));
    }

    private static async Task KillAfterAsync(LocalStage stage, int elements, string words, int starts)
    {
        using Child engine = EngineHost.Start(stage, elements, words);
        await Script.SoonAsync(() => stage.Starts.Count >= starts);
        engine.Kill();
        Assert.Equal(Signals.Kill, engine.WaitForEnd().Signal);
    }
}
