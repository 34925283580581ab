using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Wire;

namespace HtcFlow.Runner.Tests.Runs;

/// <summary>How commands end and what the runner makes of it.</summary>
public sealed class EndsTests : IDisposable
{
    private readonly RunnerBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void Run_All256ExitCodes_AreInTheLedger()
    {
        RunnerEnd end = _bench.Run(Orders.For("", ["/bin/sh", "-c", "exit ${n}"], 256));

        Assert.Equal(1, end.ExitCode);
        IReadOnlyList<LedgerKey> ledger = _bench.Ledger();
        Assert.Equal(Enumerable.Range(0, 256), ledger.Select(k => k.Exit));
        Assert.All(ledger, k => Assert.Equal(("bench", "bench-7"), (k.Machine, k.Host)));
        Assert.Equal(Outcome.Succeeded, ledger[0].Outcome);
        Assert.All(ledger.Skip(1), k => Assert.Equal(Outcome.Failed, k.Outcome));
        Assert.Empty(_bench.ScratchLeft());
    }

    [Theory]
    [InlineData("exit 0", 0)]
    [InlineData("exit 3", 3)]
    [InlineData("exit 255", 255)]
    [InlineData("kill -SEGV $$", 139)]
    [InlineData("kill -KILL $$", 137)]
    public void Run_SingleTask_PassesItsCodeThrough(string script, int code) =>
        Assert.Equal(code, _bench.Run(Orders.Script("", script)).ExitCode);

    [Fact]
    public void Run_KilledBySignal_NamesIt()
    {
        _bench.Run(Orders.Script("", "kill -FPE $$"));

        Assert.Equal("the command was killed by SIGFPE", _bench.Report().Reason);
    }

    [Fact]
    public void Run_MissingOutput_FailsWithItsName()
    {
        RunnerEnd end = _bench.Run(Orders.Script("", "echo x > a.dat", "a.dat", "b.dat", "c-*.dat"));

        Assert.Equal(ExitCode.OutputMissing, end.ExitCode);
        AttemptReport report = _bench.Report();
        Assert.Equal("the command exited with 0 but left out 2 declared outputs: b.dat, c-*.dat", report.Reason);
        Assert.Equal(["a.dat"], report.Files.Select(f => f.Name));
        Assert.Null(_bench.Accepted());
    }

    [Theory]
    [InlineData("/no/such/program", "No such file or directory")]
    [InlineData("no-such-program-anywhere", "not found")]
    [InlineData("/etc/passwd", "marked executable")]
    public void Run_CommandThatCannotStart_SaysWhy(string program, string reason)
    {
        RunnerEnd end = _bench.Run(Orders.For("", [program]));

        Assert.Equal(ExitCode.CannotStart, end.ExitCode);
        Assert.Contains(reason, _bench.Report().Reason);
    }

    [Fact]
    public void Run_Logs_AreShippedWhateverTheOutcome()
    {
        _bench.Run(Orders.Script("", "echo out; echo err >&2; exit 1"));

        Assert.Equal(
            ["camp/t/00/sim/0/a1/.htcflow/stderr.lz4", "camp/t/00/sim/0/a1/.htcflow/stdout.lz4"], _bench.Keys("camp/t/"));
    }

    [Fact]
    public void Run_AcceptedBefore_RepeatsTheLedgerKeyAndNotTheWork()
    {
        _bench.Run(Orders.Script("", "echo first > a", "a"));
        AttemptReport first = _bench.Accepted()!;

        RunnerEnd end = _bench.Run(Orders.Script("", "touch \"$SIGNS/ran\"; echo second > a", "a") with { Attempt = 2 });

        Assert.Equal(0, end.ExitCode);
        Assert.Equal([(1, Outcome.Succeeded), (2, Outcome.Succeeded)], _bench.Ledger().Select(k => (k.Attempt, k.Outcome)));
        Assert.Equal(1, _bench.Accepted()!.Attempt);
        Assert.Equal(first.Started, _bench.Accepted()!.Started);
        Assert.Empty(Directory.GetFiles(_bench.Signs));
    }

    [Fact]
    public void Run_Zombie_CannotOverwriteTheAcceptedReport()
    {
        using var zombie = _bench.Start(Orders.Script("", "touch \"$SIGNS/started\"; until [ -e \"$SIGNS/go\" ]; do sleep 0.02; done; echo 1 > a", "a"));
        _bench.WaitForSign("started");
        Assert.Equal(0, _bench.Run(Orders.Script("", "echo 2 > a", "a") with { Attempt = 2 }).ExitCode);

        File.WriteAllText(Path.Combine(_bench.Signs, "go"), "");
        RunnerEnd end = RunnerBench.End(zombie);

        Assert.Equal(0, end.ExitCode);
        Assert.Equal(2, _bench.Accepted()!.Attempt);
        Assert.Contains("/a2/", Assert.Single(_bench.Accepted()!.Files).Key);
        Assert.All(_bench.Ledger(), k => Assert.Equal(Outcome.Succeeded, k.Outcome));
    }

    [Fact]
    public void Run_BadOrder_IsOneClearLine()
    {
        RunnerEnd end = _bench.Run(Orders.For("", ["true"]), (RunnerEnvironment.Order, "!!!"));

        Assert.Equal(ExitCode.BadOrder, end.ExitCode);
        Assert.StartsWith("htcflow-runner: HTCFLOW_ORDER cannot be understood", end.Errors);
        Assert.Single(end.Errors.Trim().Split('\n'));
    }

    [Fact]
    public void Run_Environment_TellsTheCommandWhoItIs()
    {
        StageOrder order = Orders.Script(
            "", "echo $HTCFLOW_CAMPAIGN $HTCFLOW_STAGE $HTCFLOW_TASK_INDEX $HTCFLOW_ATTEMPT $SEED > id", "id");
        order = order with { Attempt = 3, Stage = order.Stage with { Environment = new Dictionary<string, string> { ["SEED"] = "s${n:03}" } } };

        _bench.Run(order, ("SLURM_RESTART_COUNT", "2"));

        StoredFile file = Assert.Single(_bench.Accepted()!.Files);
        Assert.Equal("camp sim 0 5 s000\n".Length, file.Bytes);
        Assert.Contains("/a5/", file.Key);
    }

    [Fact]
    public void Run_Walltime_EndsAsSlow()
    {
        StageOrder order = Orders.Script("", "sleep 60");

        RunnerEnd end = _bench.Run(order with { Stage = order.Stage with { Resources = new ResourceSpec { Walltime = TimeSpan.FromSeconds(0.5) } } });

        Assert.Equal(ExitCode.TryAgain, end.ExitCode);
        Assert.Equal((Outcome.Slow, "ran for its whole walltime of 0.5 s"), (_bench.Report().Outcome, _bench.Report().Reason));
    }

    [Fact]
    public void Run_Silence_EndsAsSlow()
    {
        StageOrder order = Orders.Script("", "echo 1 > a; sleep 60", "a", "b");

        RunnerEnd end = _bench.Run(order with { Stage = order.Stage with { Watch = new WatchSpec { Silence = TimeSpan.FromSeconds(4) } } });

        Assert.Equal(ExitCode.TryAgain, end.ExitCode);
        Assert.StartsWith("no output or checkpoint appeared or grew", _bench.Report().Reason);
        Assert.Equal(["a"], _bench.Report().Files.Select(f => f.Name));
    }
}
