using HtcFlow.Backends.Local.Spooling;
using HtcFlow.Core.Ids;
using HtcFlow.Core.Ports;
using HtcFlow.Core.Sweeps;

namespace HtcFlow.Backends.Tests.Local;

/// <summary>What stands on disk, whole and torn.</summary>
public sealed class SpoolTests
{
    private static readonly JobHandle s_handle = new(new JobName("h-old"), "");

    [Fact]
    public async Task Open_TornLastLine_IsNotBelievedAndCutOff()
    {
        await using var stage = new LocalStage(1);
        JobFolder folder = WriteJob(stage, 4);
        // Element 12 of "12 137" would otherwise have ended with 1, and the next line would grow out of the torn one.
        File.WriteAllText(Path.Combine(folder.FullPath, "ended"), "0-1 0\n2 1");
        File.WriteAllText(folder.LockOf(2), "");
        stage.Open();
        ArrayStatus status = await stage.Backend.UntilEndedAsync(s_handle, 4);
        Assert.Equal((2, -1), (Assert.Single(status.Abnormal).Element, status.Abnormal[0].Exit));
        Assert.Equal([3], stage.Starts.Select(static s => s.Element));
        Assert.Equal("0-1 0\n2 -1 it ended while no engine watched it\n3 0\n", File.ReadAllText(Path.Combine(folder.FullPath, "ended")));
    }

    [Fact]
    public async Task Open_RecordedEndWithALockLeft_RemovesTheLock()
    {
        await using var stage = new LocalStage(1);
        JobFolder folder = WriteJob(stage, 1);
        File.WriteAllText(Path.Combine(folder.FullPath, "ended"), "0 3\n");
        File.WriteAllText(folder.LockOf(0), "1\n");
        stage.Open();
        Assert.Equal(3, Assert.Single((await stage.Backend.StatusAsync(s_handle)).Abnormal).Exit);
        Assert.False(File.Exists(folder.LockOf(0)));
        Assert.Empty(stage.Starts);
    }

    [Fact]
    public async Task Open_CancelledElements_StayCancelled()
    {
        await using var stage = new LocalStage(1);
        stage.Open();
        JobHandle handle = await stage.Backend.SubmitOneAsync(stage.Prepare(Script.Ask("h-old", 5, Script.Hold)));
        await Script.SoonAsync(() => stage.Starts.Count == 1);
        await stage.Backend.CancelAsync(handle, IndexSet.Range(1, 4), TestContext.Current.CancellationToken);
        await stage.CloseAsync();
        stage.Open();
        ArrayStatus status = await stage.Backend.UntilEndedAsync(handle, 5);
        Assert.Equal(4, status.Abnormal.Count(static e => e.Reason == "cancelled before it started"));
        Assert.Single(stage.Starts);
    }

    [Theory]
    [InlineData("job.json.new")]
    [InlineData("job.json.gone")]
    public async Task Open_HalfASubmissionOrRemoval_IsClearedAway(string marker)
    {
        await using var stage = new LocalStage(1);
        JobFolder folder = WriteJob(stage, 1);
        File.Move(Path.Combine(folder.FullPath, "job.json"), Path.Combine(folder.FullPath, marker));
        stage.Open();
        Assert.False(Directory.Exists(folder.FullPath));
        Assert.False((await stage.Backend.StatusAsync(s_handle)).IsKnown);
    }

    [Fact]
    public async Task Forget_EndedJob_RemovesItsFolder()
    {
        await using LocalStage stage = new LocalStage(1).Open();
        JobHandle handle = await stage.Backend.SubmitOneAsync(stage.Prepare(Script.Ask("h-old", 2, "0")));
        await stage.Backend.UntilEndedAsync(handle, 2);
        await stage.Backend.ForgetAsync([handle], TestContext.Current.CancellationToken);
        Assert.Empty(Directory.GetDirectories(stage.Spool));
    }

    [Fact]
    public async Task Forget_JobThatRuns_LetsItEndAndStartsNoMore()
    {
        await using LocalStage stage = new LocalStage(1).Open();
        ArrayAsk ask = stage.Prepare(Script.Ask("h-old", 2, Script.Hold));
        JobHandle handle = await stage.Backend.SubmitOneAsync(ask);
        await Script.SoonAsync(() => stage.Starts.Count == 1);
        await stage.Backend.ForgetAsync([handle], TestContext.Current.CancellationToken);
        IReadOnlyList<SubmitReply> again = await stage.Backend.SubmitAsync([ask], TestContext.Current.CancellationToken);
        Assert.Equal(FaultKind.Transient, again[0].Fault!.Kind);
        await stage.ReleaseAsync();
        await Script.SoonAsync(() => Directory.GetDirectories(stage.Spool).Length == 0);
        Assert.Single(stage.Starts);
    }

    [Fact]
    public void Write_Job_IsReadBackWhole()
    {
        using var directory = new HtcFlow.Testing.TempDirectory();
        var folder = new JobFolder(directory.At("h-x"));
        ArrayAsk ask = Script.Ask("h-x", 7, "ü \"quoted\" \n line", vcpus: 3);
        folder.Write(new SpooledJob { Sequence = 5, Mark = "m", Ask = ask });
        SpooledJob read = folder.Read()!;
        Assert.Equal((5, "m", 7, ask.Name), (read.Sequence, read.Mark, read.Ask.Elements, read.Ask.Name));
        Assert.Equal(ask.Resources, read.Ask.Resources);
        Assert.Equal(ask.Environment, read.Ask.Environment);
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(folder.FullPath, "job.json")));
    }

    private static JobFolder WriteJob(LocalStage stage, int elements)
    {
        Directory.CreateDirectory(stage.Spool);
        var folder = new JobFolder(Path.Combine(stage.Spool, "h-old"));
        folder.Write(new SpooledJob { Sequence = 1, Mark = "mark", Ask = stage.Prepare(Script.Ask("h-old", elements, "0")) });
        return folder;
    }
}
