using System.Diagnostics;
using HtcFlow.Core.Ports;
using HtcFlow.Testing;
using HtcFlow.Testing.GridEngine;

namespace HtcFlow.Backends.Tests.GridEngine;

/// <summary>Bad weather on an execution host of the real cell: dead, cut off, full, taken away.</summary>
[Collection(nameof(GridCell.Weather))]
public sealed class HostWeatherTests
{
    [Fact]
    public async Task Host_SilentForLong_IsLostAndDeletedByForce()
    {
        var clock = new FakeTimeProvider();
        await using GridEngineStage stage = await GridEngineStage.OpenAsync(GridCell.Weather, clock: clock);
        JobHandle handle = await stage.Backend.SubmitOneAsync(stage.Prepare(Script.Ask("w-silent", 3, Script.Hold)));
        await stage.HeldAsync(0, 1);
        await SilentAsync(async () =>
        {
            await stage.Backend.StatusAsync(handle);
            clock.Advance(stage.Options.UnheardPatience - TimeSpan.FromSeconds(1));
            Assert.Equal("0-1", (await stage.Backend.StatusAsync(handle)).Running.ToString());
            clock.Advance(stage.Options.UnheardPatience / 5);
            ArrayStatus status = await stage.Backend.StatusAsync(handle);
            Assert.Equal("0-1", status.Ended.ToString());
            Assert.Empty(status.Running);
            Assert.All(status.Abnormal, static end => Assert.Equal(
                (-1, "its host has not answered the scheduler for 10 minutes", GridCell.Weather.Host), (end.Exit, end.Reason, end.Host)));

            // The user is a manager here: the slots are free at once, for others if not for this host.
            Assert.Equal(["3"], Tasks(handle));
            await stage.ReleaseAsync();
            await stage.LeftAsync(0, 1);
        });
        await Script.SoonAsync(async () => (await stage.Backend.StatusAsync(handle)).Ended.Count == 3);
        Assert.Equal([0, 1], (await stage.Backend.StatusAsync(handle)).Abnormal.Select(static end => end.Element).Order());
    }

    [Fact]
    public async Task Host_SilentForLongForAPlainUser_IsLostAndMarkedForDeletion()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Only root can submit jobs for somebody else.");
        var clock = new FakeTimeProvider();
        await using GridEngineStage stage = await GridEngineStage.OpenAsync(
            GridCell.Weather,
            static options => options with
            {
                User = "nobody",
                RunnerPath = "/bin/sleep",
                RunnerArguments = ["600"],
                ExtraArguments = ["-wd", "/"], // that user has no home to begin in
            },
            clock);
        stage.Commands.RunsAs = "nobody";
        JobHandle handle = await stage.Backend.SubmitOneAsync(Script.Ask("w-plain", 2, "0"));
        await Script.SoonAsync(async () => (await stage.Backend.StatusAsync(handle)).Running.Count == 2);
        await Script.SoonAsync(() => GridCell.Weather.Ask("qstat", "-u", "*").Split(" r ").Length == 3); // and not "t", on their way
        await SilentAsync(async () =>
        {
            clock.Advance(stage.Options.UnheardPatience / 5);
            await stage.Backend.StatusAsync(handle);
            clock.Advance(stage.Options.UnheardPatience);
            ArrayStatus status = await stage.Backend.StatusAsync(handle);
            Assert.Equal("0-1", status.Ended.ToString());
            Assert.Empty(status.Running);
            Assert.Equal(2, status.Abnormal.Count);

            // They are killed when the host is back; until then they stand in the queue, and count for nothing.
            Assert.Equal(["1", "2"], Tasks(handle));
            Assert.Equal(3, GridCell.Weather.Ask("qstat", "-u", "*").Split(" dr ").Length);
            Assert.True((await stage.Backend.StatusAsync(handle)).Ended.Count == 2);
        });
    }

    [Fact]
    public async Task Execd_KilledInMidArray_CommandsGoOnAndAreAccounted()
    {
        await using GridEngineStage stage = await GridEngineStage.OpenAsync(GridCell.Weather);
        JobHandle handle = await stage.Backend.SubmitOneAsync(stage.Prepare(Script.Ask("w-execd", 4, Script.Hold)));
        await stage.HeldAsync(0, 1);
        GridCell.Weather.Kill("execd");
        GridCell.Weather.Restart();
        Assert.Equal("0-1", (await stage.Backend.StatusAsync(handle)).Running.ToString());
        await stage.ReleaseAsync();
        await stage.LeftAsync(0, 1);

        // Of commands that it did not start it hears once a minute; started anew, it looks at once.
        GridCell.Weather.Kill("execd");
        GridCell.Weather.Restart();
        Assert.Empty((await stage.Backend.UntilEndedAsync(handle, 4)).Abnormal);
        Assert.Equal(["0", "1", "2", "3"], stage.Starts.Order());
    }

    [Fact]
    public async Task Host_TakenOutOfTheQueue_EndsWhatItHasAndTheRestWaits()
    {
        await using GridEngineStage stage = await GridEngineStage.OpenAsync(GridCell.Weather);
        JobHandle handle = await stage.Backend.SubmitOneAsync(stage.Prepare(Script.Ask("w-vanished", 4, "hold,hold,0")));
        await stage.HeldAsync(0, 1);
        string host = GridCell.Weather.Host;
        GridCell.Weather.Ask("qconf", "-dattr", "queue", "hostlist", host, "all.q");
        try
        {
            Assert.Equal("0-1", (await stage.Backend.StatusAsync(handle)).Running.ToString());
            await stage.ReleaseAsync();
            ArrayStatus status = await stage.Backend.UntilEndedAsync(handle, 2);
            Assert.Equal("0-1", status.Ended.ToString());
            Assert.Empty(status.Abnormal);
            Assert.Empty(status.Running);
        }
        finally
        {
            GridCell.Weather.Ask("qconf", "-aattr", "queue", "hostlist", host, "all.q");
        }

        Assert.Empty((await stage.Backend.UntilEndedAsync(handle, 4)).Abnormal);
    }

    [Fact]
    public async Task Spool_WithoutRoom_ElementsWaitUntilThereIsRoom()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Only root can mount a full disk.");
        await using GridEngineStage stage = await GridEngineStage.OpenAsync(GridCell.Weather);
        string spool = Directory.GetDirectories(Path.Combine(GridCell.Weather.Environment["SGE_ROOT"], "spool", "execd"))
            .Select(static host => Path.Combine(host, "active_jobs")).Single(Directory.Exists);
        JobHandle handle;
        Run("mount", "-t", "tmpfs", "-o", "size=4k,nr_inodes=1", "none", spool);
        try
        {
            handle = await stage.Backend.SubmitOneAsync(stage.Prepare(Script.Ask("w-spool", 3, "0")));
            await Script.SoonAsync(static () => GridCell.Weather.Ask("qstat", "-f", "-qs", "E").Contains("all.q@", StringComparison.Ordinal));

            // Those that were sent there at the same time come back one after the other.
            await Script.SoonAsync(async () => (await stage.Backend.StatusAsync(handle)).Running.Count == 0);
            Assert.Empty((await stage.Backend.StatusAsync(handle)).Ended);
        }
        finally
        {
            Run("umount", "--lazy", spool);
            GridCell.Weather.Ask("qmod", "-c", "all.q");
        }

        Assert.Empty((await stage.Backend.UntilEndedAsync(handle, 3)).Abnormal);
        Assert.Equal(["0", "1", "2"], stage.Starts.Order());
    }

    [Fact]
    public async Task Log_OnAFullDisk_DisturbsNobody()
    {
        await using GridEngineStage stage = await GridEngineStage.OpenAsync(GridCell.Weather, static options => options with { LogPath = "/dev/full" });
        JobHandle handle = await stage.Backend.SubmitOneAsync(stage.Prepare(Script.Ask("w-log", 2, "0,3")));
        ArrayStatus status = await stage.Backend.UntilEndedAsync(handle, 2);
        Assert.Equal([(1, 3)], status.Abnormal.Select(static end => (end.Element, end.Exit)));
    }

    // The cell's only host says nothing any more, and the cell has noticed.
    private static async Task SilentAsync(Func<Task> meanwhile)
    {
        GridCell.Weather.Kill("execd");
        string before = GridCell.Weather.Configure("max_unheard", "00:00:05");
        try
        {
            await Script.SoonAsync(static () => GridCell.Weather.Ask("qstat", "-f", "-qs", "u").Contains("all.q@", StringComparison.Ordinal));
            await meanwhile();
        }
        finally
        {
            GridCell.Weather.Configure("max_unheard", before);
            GridCell.Weather.Restart();
        }
    }

    private static string[] Tasks(JobHandle handle) =>
        [.. GridCell.Weather.Ask("qstat", "-u", "*").Split('\n')
            .Select(static line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(words => words.Length > 0 && words[0] == handle.BackendId)
            .Select(static words => words[^1])];

    private static void Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(program, arguments);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }
}
