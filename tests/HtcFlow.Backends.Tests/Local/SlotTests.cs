using HtcFlow.Core.Ports;
using HtcFlow.Testing;

namespace HtcFlow.Backends.Tests.Local;

/// <summary>Who runs, and when.</summary>
public sealed class SlotTests
{
    [Fact]
    public async Task Start_WideTasks_OccupyTheirSlots()
    {
        await using LocalStage stage = new LocalStage(5).Open();
        JobHandle handle = await stage.Backend.SubmitOneAsync(stage.Prepare(Script.Ask("h-wide", 4, Script.Hold, vcpus: 2)));
        await Script.SoonAsync(() => stage.Starts.Count == 2);
        Assert.Equal("0-1", (await stage.Backend.StatusAsync(handle)).Running.ToString());
        await stage.ReleaseAsync();
        await stage.Backend.UntilEndedAsync(handle, 4);
    }

    [Fact]
    public async Task Start_TwoJobs_TakeTurns()
    {
        await using LocalStage stage = new LocalStage(1).Open();
        JobHandle[] handles = await BehindABlockerAsync(stage, Script.Ask("h-a", 4, "0"), Script.Ask("h-b", 4, "0"));
        await stage.Backend.UntilEndedAsync(handles[0], 4);
        await stage.Backend.UntilEndedAsync(handles[1], 4);
        Assert.Equal([1, 2, 1, 2, 1, 2, 1, 2], stage.Starts.Skip(1).Select(static s => s.Tag));
        Assert.Equal([0, 1, 2, 3], stage.Starts.Where(static s => s.Tag == 1).Select(static s => s.Element));
    }

    [Fact]
    public async Task Start_WideJobBesideNarrowOnes_IsNotStarved()
    {
        await using LocalStage stage = new LocalStage(2).Open();
        JobHandle[] handles = await BehindABlockerAsync(stage, Script.Ask("h-a", 4, "0"), Script.Ask("h-w", 1, "0", vcpus: 2));
        await stage.Backend.UntilEndedAsync(handles[0], 4);
        await stage.Backend.UntilEndedAsync(handles[1], 1);
        Assert.Equal(1, stage.Starts.Skip(stage.Options.Slots).ToList().FindIndex(static s => s.Tag == 2));
    }

    [Fact]
    public async Task Start_FiveThousandElements_KeepsTheFolderSmall()
    {
        const int elements = 5_000;
        await using LocalStage stage = new LocalStage(2).Open();
        JobHandle handle = await stage.Backend.SubmitOneAsync(stage.Prepare(Script.Ask("h-many", elements, "0")));
        int most = 0;
        ArrayStatus status = await stage.Backend.UntilAsync(handle, s =>
        {
            most = Math.Max(most, Directory.GetFiles(Path.Combine(stage.Spool, "h-many")).Length);
            return s.Ended.Count == elements;
        });
        Assert.Empty(status.Abnormal);
        // job.json, ended, log, and one lock for each that runs or is being started.
        Assert.InRange(most, 1, 3 + 2 + 1);
        Assert.Equal(elements, stage.Starts.Select(static s => s.Element).Distinct().Count());
    }

    [Fact]
    public async Task Cancel_StubbornElement_IsKilledAfterTheGrace()
    {
        var clock = new FakeTimeProvider();
        await using LocalStage stage = new LocalStage(1, clock, static o => o with { Grace = TimeSpan.FromSeconds(15) }).Open();
        JobHandle handle = await stage.Backend.SubmitOneAsync(stage.Prepare(Script.Ask("h-stubborn", 1, "stubborn")));
        await Script.SoonAsync(() => stage.Starts.Count == 1);
        await stage.Backend.CancelAsync(handle, Core.Sweeps.IndexSet.Range(0, 1), TestContext.Current.CancellationToken);
        clock.Advance(TimeSpan.FromSeconds(14.9));
        Assert.Empty((await stage.Backend.StatusAsync(handle)).Ended);
        clock.Advance(TimeSpan.FromSeconds(0.1));
        ArrayStatus status = await stage.Backend.UntilEndedAsync(handle, 1);
        Assert.Contains(Assert.Single(status.Abnormal).Exit, (int[])[137, 143]);
        Assert.Equal(0, clock.WaitingTimers);
    }

    [Fact]
    public async Task Dispose_WithStop_EndsWhatRunsAndKeepsWhatWaits()
    {
        await using var stage = new LocalStage(2);
        stage.Open();
        JobHandle handle = await stage.Backend.SubmitOneAsync(stage.Prepare(Script.Ask("h-stop", 4, Script.Hold)));
        await Script.SoonAsync(() => stage.Starts.Count == 2);
        await stage.CloseAsync();
        await stage.ReleaseAsync();
        stage.Open();
        ArrayStatus status = await stage.Backend.UntilEndedAsync(handle, 4);
        Assert.Equal([(0, 75), (1, 75)], status.Abnormal.Select(static e => (e.Element, e.Exit)).Order());
    }

    [Fact]
    public async Task Dispose_WithoutStop_LeavesItRunningForTheNext()
    {
        await using var stage = new LocalStage(2, change: static o => o with { StopOnDispose = false });
        stage.Open();
        JobHandle handle = await stage.Backend.SubmitOneAsync(stage.Prepare(Script.Ask("h-leave", 3, Script.Hold)));
        await Script.SoonAsync(() => stage.Starts.Count == 2);
        await stage.CloseAsync();
        stage.Open();
        Assert.Equal("0-1", (await stage.Backend.StatusAsync(handle)).Running.ToString());
        await stage.ReleaseAsync();
        Assert.Empty((await stage.Backend.UntilEndedAsync(handle, 3)).Abnormal);
        Assert.Equal(3, stage.Starts.Count);
    }

    // Two jobs are queued while another holds every slot, so that their turns do not depend on who was submitted faster.
    private static async Task<JobHandle[]> BehindABlockerAsync(LocalStage stage, ArrayAsk first, ArrayAsk second)
    {
        ArrayAsk blocker = stage.Prepare(Script.Ask("h-blocker", stage.Options.Slots, Script.Hold));
        await stage.Backend.SubmitOneAsync(blocker);
        await Script.SoonAsync(() => stage.Starts.Count == stage.Options.Slots);
        JobHandle a = await stage.Backend.SubmitOneAsync(stage.Tagged(first, 1));
        JobHandle b = await stage.Backend.SubmitOneAsync(stage.Tagged(second, 2));
        await stage.ReleaseAsync();
        return [a, b];
    }
}
