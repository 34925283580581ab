using HtcFlow.Backends.Local;
using HtcFlow.Core.Ports;
using HtcFlow.Core.Sweeps;
using HtcFlow.Testing;

namespace HtcFlow.Backends.Tests.Local;

/// <summary>What this machine refuses becomes a fault that says what to do, and nothing is lost by it.</summary>
public sealed class FaultTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Submit_RunnerMissing_SaysSo()
    {
        await using LocalStage stage = new LocalStage(1, change: static o => o with { RunnerPath = "/nowhere/htcflow-runner" }).Open();
        FaultException fault = await SubmitFaultAsync(stage);
        Assert.Equal(FaultKind.Broken, fault.Kind);
        Assert.Contains("no such file", fault.Message, StringComparison.Ordinal);
        Assert.Contains("/nowhere/htcflow-runner", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Submit_RunnerNotExecutable_SaysSo()
    {
        await using var stage = new LocalStage(1);
        string runner = stage.At("plain");
        File.WriteAllText(runner, "text");
        stage.Options = stage.Options with { RunnerPath = runner };
        FaultException fault = await SubmitFaultAsync(stage.Open());
        Assert.Equal(FaultKind.Denied, fault.Kind);
        Assert.Contains("chmod +x", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("not a program", "another architecture")]
    [InlineData("#!/nowhere/interpreter\n", "interpreter or loader")]
    public async Task Observe_RunnerCannotRunHere_SaysSoAndGoesOnWhenMended(string content, string words)
    {
        var clock = new FakeTimeProvider();
        await using var stage = new LocalStage(1, clock);
        string runner = stage.At("runner");
        File.WriteAllText(runner, content);
        File.SetUnixFileMode(runner, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        stage.Options = stage.Options with { RunnerPath = runner };
        stage.Open();
        JobHandle handle = await stage.Backend.SubmitOneAsync(stage.Prepare(Script.Ask("h-odd", 2, "0")));
        FaultException fault = await FaultAsync(clock, stage, handle);
        Assert.Equal(FaultKind.Broken, fault.Kind);
        Assert.Contains(words, fault.Message, StringComparison.Ordinal);

        File.Delete(runner);
        File.Copy(StandIn.Path, runner);
        await UntilStartedAsync(clock, stage);
        Assert.Empty((await stage.Backend.UntilEndedAsync(handle, 2)).Abnormal);
    }

    [Fact]
    public async Task Start_RunnerBusyForAMoment_WaitsAndLosesNothing()
    {
        var clock = new FakeTimeProvider();
        await using var stage = new LocalStage(1, clock);
        string runner = stage.At("runner");
        File.Copy(StandIn.Path, runner);
        stage.Options = stage.Options with { RunnerPath = runner };
        stage.Open();
        JobHandle handle;
        // A program that is open for writing cannot be executed: ETXTBSY, as transient as a full process table.
        using (new FileStream(runner, FileMode.Open, FileAccess.Write))
        {
            handle = await stage.Backend.SubmitOneAsync(stage.Prepare(Script.Ask("h-busy", 3, "0")));
            await Script.SoonAsync(() => clock.WaitingTimers > 0);
            ArrayStatus waiting = await stage.Backend.StatusAsync(handle);
            Assert.Empty(waiting.Running);
            Assert.Empty(Directory.GetFiles(Path.Combine(stage.Spool, "h-busy"), "*.lock"));
        }

        await UntilStartedAsync(clock, stage);
        Assert.Empty((await stage.Backend.UntilEndedAsync(handle, 3)).Abnormal);
        Assert.Equal(3, stage.Starts.Count);
    }

    [Fact]
    public async Task Open_SpoolInUse_NamesTheProcess()
    {
        await using LocalStage stage = new LocalStage(1).Open();
        FaultException fault = Assert.Throws<FaultException>(() => LocalBackend.Open(stage.Options, TimeProvider.System));
        Assert.Contains($"process {Environment.ProcessId} uses it", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_FileInTheWayOfTheSpool_SaysSo()
    {
        await using var stage = new LocalStage(1);
        File.WriteAllText(stage.At("file"), "");
        stage.Options = stage.Options with { SpoolDirectory = stage.At("file", "spool") };
        FaultException fault = Assert.Throws<FaultException>(stage.Open);
        Assert.Equal(FaultKind.Broken, fault.Kind);
        Assert.Contains("choose another directory", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_DirectoryOfSomethingElse_TouchesNothing()
    {
        await using var stage = new LocalStage(1);
        foreach (string name in (string[])["log", "ended", "e1.lock", "job.txt"])
        {
            Directory.CreateDirectory(Path.Combine(stage.Spool, "project"));
            File.WriteAllText(Path.Combine(stage.Spool, "project", name), "mine");
        }

        stage.Open();
        Assert.Equal(4, Directory.GetFiles(Path.Combine(stage.Spool, "project")).Length);
    }

    [Fact]
    public async Task End_DiskFull_IsReportedAllTheSameAndCancellationIsNotPretended()
    {
        await using var stage = new LocalStage(1);
        stage.Open();
        JobHandle handle = await stage.Backend.SubmitOneAsync(stage.Prepare(Script.Ask("h-full", 3, "hold,0,hold")));
        await Script.SoonAsync(() => stage.Starts.Count == 1);
        File.CreateSymbolicLink(Path.Combine(stage.Spool, "h-full", "ended"), "/dev/full");
        FaultException fault = await Assert.ThrowsAsync<FaultException>(
            () => stage.Backend.CancelAsync(handle, IndexSet.Range(2, 1), Token));
        Assert.Equal(FaultKind.Broken, fault.Kind);
        Assert.Contains("free some space", fault.Message, StringComparison.Ordinal);
        await stage.ReleaseAsync();
        Assert.Empty((await stage.Backend.UntilEndedAsync(handle, 3)).Abnormal);
        // Not recorded, so the locks stay: a later backend must not think that these never ran.
        Assert.Equal(3, Directory.GetFiles(Path.Combine(stage.Spool, "h-full"), "*.lock").Length);
    }

    private static Task UntilStartedAsync(FakeTimeProvider clock, LocalStage stage) => Script.SoonAsync(() =>
    {
        clock.AdvanceToNextTimer();
        return stage.Starts.Count > 0;
    });

    // While a process that another test starts has a copy of the descriptor that wrote the runner, it is busy and tried again later.
    private static async Task<FaultException> FaultAsync(FakeTimeProvider clock, LocalStage stage, JobHandle handle)
    {
        FaultException? fault = null;
        await Script.SoonAsync(async () =>
        {
            clock.AdvanceToNextTimer();
            fault = (FaultException?)await Record.ExceptionAsync(() => stage.Backend.StatusAsync(handle));
            return fault is not null;
        });
        return fault!;
    }

    private static Task<FaultException> SubmitFaultAsync(LocalStage stage) => Assert.ThrowsAsync<FaultException>(
        () => stage.Backend.SubmitAsync([stage.Prepare(Script.Ask("h-none", 1, "0"))], Token));
}
