using System.Diagnostics;
using System.Globalization;
using HtcFlow.Core.Wire;

namespace HtcFlow.Runner.Tests.Runs;

/// <summary>The runner without an engine: a command line, and what becomes of it.</summary>
public sealed class AloneTests : IDisposable
{
    private readonly RunnerBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(255)]
    public void Run_Plain_PassesOutputAndCodeOnAndLeavesNothing(int code)
    {
        RunnerEnd end = _bench.RunAlone("--", "/bin/sh", "-c", $"pwd; echo err >&2; cat; exit {code}");

        Assert.Equal((code, _bench.Signs + "\n"), (end.ExitCode, end.Output));
        Assert.StartsWith("err\n", end.Errors, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_bench.Scratch));
        Assert.False(Directory.Exists(_bench.Store));
    }

    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    public void Signal_ToStop_ReachesTheCommandAndIsForAnotherAttempt(string name)
    {
        using Process runner = _bench.StartAlone(["--", "/bin/sh", "-c", "trap 'echo got TERM; exit 3' TERM; trap 'echo got INT; exit 3' INT; touch ready; while :; do sleep 0.02; done"]);
        _bench.WaitForSign("ready");

        Programs.Run("kill", "-" + name, runner.Id.ToString(CultureInfo.InvariantCulture));
        RunnerEnd end = RunnerBench.End(runner);

        Assert.Equal((ExitCode.TryAgain, $"got {name}\n"), (end.ExitCode, end.Output));
    }

    [Theory]
    [InlineData("gridengine", "", 99)]
    [InlineData("slurm", "", 75)]
    [InlineData("plain", "42", 42)]
    public void Signal_ToStop_IsToldAsTheSchedulerUnderstandsIt(string scheduler, string retryExit, int code)
    {
        using Process runner = _bench.StartAlone(
            ["--scheduler", scheduler, "--", "/bin/sh", "-c", "touch ready; exec sleep 60"], ("HTCFLOW_RETRY_EXIT", retryExit));
        _bench.WaitForSign("ready");

        Programs.Run("kill", "-TERM", runner.Id.ToString(CultureInfo.InvariantCulture));

        Assert.Equal(code, RunnerBench.End(runner).ExitCode);
    }

    [Fact]
    public void Run_OnGridEngine_OwnCode100IsAnOrdinaryFailure()
    {
        using Process runner = _bench.StartAlone(["/bin/sh", "-c", "exit 100"], ("JOB_ID", "7"), ("SGE_TASK_ID", "undefined"));

        Assert.Equal(1, RunnerBench.End(runner).ExitCode);
    }

    [Fact]
    public void Run_WithStore_ShipsOutputsLogsAndReportAndRestores()
    {
        string[] flags = ["--store", _bench.Store, "--name", "camp", "--index", "5", "--output", "*.dat", "--checkpoint", "state"];
        RunnerEnd first = _bench.RunAlone([.. flags, "--", "/bin/sh", "-c", "echo one > state; echo 1 > a.dat; echo printed; exit 9"]);
        RunnerEnd second = _bench.RunAlone([.. flags, "--", "/bin/sh", "-c", "cat state > b.dat"]);
        RunnerEnd third = _bench.RunAlone([.. flags, "--", "/bin/sh", "-c", "echo never"]);

        Assert.Equal((9, "printed\n"), (first.ExitCode, first.Output));
        Assert.Equal(0, second.ExitCode);
        string task = StoreLayout.Task("camp", "run", 5);
        Assert.Equal("printed\n", _bench.Read(task + "a1/.htcflow/stdout.lz4"));
        Assert.Equal("one\n", _bench.Read(task + "a2/b.dat.lz4"));
        Assert.Contains(task + "accepted.json", _bench.Keys());
        Assert.Equal((0, ""), (third.ExitCode, third.Output));
        Assert.Contains("has succeeded before", third.Errors, StringComparison.Ordinal);
        Assert.Empty(_bench.ScratchLeft());
    }

    [Fact]
    public void Run_StoreButNothingDeclared_WorksHereAndKeepsTheLog()
    {
        RunnerEnd end = _bench.RunAlone("--store", _bench.Store, "--quiet", "/bin/sh", "-c", "pwd");

        Assert.Equal((0, ""), (end.ExitCode, end.Output));
        Assert.Equal(_bench.Signs + "\n", _bench.Read(StoreLayout.Task("run", "run", 0) + "a1/.htcflow/stdout.lz4"));
    }

    [Fact]
    public void Run_Inputs_StandInScratch()
    {
        File.WriteAllText(Path.Combine(_bench.Signs, "here"), "local");
        Directory.CreateDirectory(Path.Combine(_bench.Store, "in"));
        File.WriteAllText(Path.Combine(_bench.Store, "in/there"), "stored");

        RunnerEnd end = _bench.RunAlone(
            "--store", _bench.Store, "--input", Path.Combine(_bench.Signs, "here"), "--input", "in/there:b", "--", "/bin/sh", "-c", "cat here b");
        RunnerEnd missing = _bench.RunAlone("--store", _bench.Store, "--name", "two", "--input", "in/nowhere", "--", "true");

        Assert.Equal((0, "localstored"), (end.ExitCode, end.Output));
        Assert.Equal(ExitCode.InputMissing, missing.ExitCode);
    }

    [Fact]
    public void Run_Builds_TakesTheBestThatIsAllowed()
    {
        string better = Script("better", "echo better"), worse = Script("worse", "echo worse");

        RunnerEnd end = _bench.RunAlone("--cpu-level", "base", "--build", "avx=" + better, "--build", "base=" + worse, "--", "sim");

        Assert.Equal("worse\n", end.Output);
    }

    [Fact]
    public void Run_OrderAndCommand_OrderWins()
    {
        StageOrder order = Orders.Script(_bench.Store, "echo from the order; exit 4");
        using Process runner = _bench.StartAlone(["--", "/bin/sh", "-c", "echo from the line"], (RunnerEnvironment.Order, OrderCodec.Format(order)));

        RunnerEnd end = RunnerBench.End(runner);

        Assert.Equal((4, "from the order\n"), (end.ExitCode, end.Output));
    }

    [Theory]
    [InlineData("--stroe", "htcflow-runner: --stroe is no flag; did you mean --store?")]
    [InlineData("--quiet", "htcflow-runner: there is nothing to run; give a command")]
    public void Run_BadLine_IsOneClearLine(string flag, string message)
    {
        RunnerEnd end = _bench.RunAlone(flag);

        Assert.Equal(ExitCode.BadOrder, end.ExitCode);
        Assert.StartsWith(message, Assert.Single(end.Errors.TrimEnd('\n').Split('\n')), StringComparison.Ordinal);
    }

    private string Script(string name, string text)
    {
        string path = Path.Combine(_bench.Signs, name);
        File.WriteAllText(path, "#!/bin/sh\n" + text + "\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;
    }
}
