using System.Diagnostics;
using System.Globalization;
using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Wire;
using HtcFlow.Runner.Kernel;

namespace HtcFlow.Runner.Tests.Runs;

/// <summary>Signals, orphans and deaths.</summary>
public sealed class SignalsTests : IDisposable
{
    private const string Simulation = """
        i=$(cat state-*.chk 2>/dev/null | sort -n | tail -1); i=$((i+0))
        while [ $i -lt 5 ]; do
          i=$((i+1)); echo $i > .t; mv .t track-$i.dat; echo $i > .s; mv .s state-$i.chk
          if [ $i = $STOP_AT ]; then touch "$SIGNS/waiting"; while :; do sleep 0.02; done; fi
        done
        """;

    private readonly RunnerBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("HUP")]
    [InlineData("QUIT")]
    [InlineData("USR1")]
    [InlineData("USR2")]
    [InlineData("CONT")]
    [InlineData("WINCH")]
    public void Signal_Forwarded_ReachesTheCommand(string name)
    {
        using Process runner = _bench.Start(Orders.Script(
            "", $"trap 'exit 42' {name}; touch \"$SIGNS/ready\"; while :; do sleep 0.02; done"));
        _bench.WaitForSign("ready");

        Kill(runner, name);

        Assert.Equal(42, RunnerBench.End(runner).ExitCode);
    }

    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    public void Signal_ToStop_ShipsTheCheckpointAndExits75(string name)
    {
        StageOrder order = Checkpointed();
        using Process runner = _bench.Start(order with { Indices = "0-2", Pack = 3 }, ("STOP_AT", "3"));
        _bench.WaitForSign("waiting");

        Kill(runner, name);
        RunnerEnd end = RunnerBench.End(runner);

        Assert.Equal(ExitCode.TryAgain, end.ExitCode);
        Assert.Equal([(0L, Outcome.Preempted, 75)], _bench.Ledger().Select(k => (k.Index, k.Outcome, k.Exit)));
        Assert.Equal(["state-3.chk"], NewestManifest().Files.Select(f => f.Name));
        Assert.Equal(["track-1.dat", "track-2.dat", "track-3.dat"], NewestManifest().Outputs.Select(f => f.Name));
        Assert.Empty(_bench.ScratchLeft());
    }

    [Fact]
    public void Signal_AnnouncedByGridEngine_StopsAndIsNotForwarded()
    {
        StageOrder order = Checkpointed();
        using Process runner = _bench.Start(order, ("STOP_AT", "3"), ("JOB_ID", "7"), ("SGE_TASK_ID", "1"));
        _bench.WaitForSign("waiting");

        Kill(runner, "USR1"); // it will be suspended: nothing to do, and the command must not die of it
        Kill(runner, "USR2"); // it will be killed
        RunnerEnd end = RunnerBench.End(runner);

        Assert.Equal(ExitCode.TryAgain, end.ExitCode);
        Assert.Equal([(0L, Outcome.Preempted, 75)], _bench.Ledger().Select(k => (k.Index, k.Outcome, k.Exit)));
        Assert.Equal(["state-3.chk"], NewestManifest().Files.Select(f => f.Name));
    }

    [Fact]
    public void Signal_CommandIgnoresTerm_IsKilledAfterTheGrace()
    {
        using Process runner = _bench.Start(
            Orders.Script("", "trap '' TERM; touch \"$SIGNS/ready\"; while :; do sleep 0.02; done"), (RunnerEnvironment.Grace, "0.2"));
        _bench.WaitForSign("ready");

        Kill(runner, "TERM");

        Assert.Equal(ExitCode.TryAgain, RunnerBench.End(runner).ExitCode);
    }

    [Fact]
    public void Signal_CommandGetsReadyInTime_Succeeds()
    {
        using Process runner = _bench.Start(Orders.Script(
            "", "trap 'echo done > a; exit 0' USR1; touch \"$SIGNS/ready\"; while :; do sleep 0.02; done", "a") with
        { }, ("X", "1"));
        _bench.WaitForSign("ready");

        Kill(runner, "USR1");

        Assert.Equal(0, RunnerBench.End(runner).ExitCode);
    }

    [Fact]
    public void Signal_CheckpointOnRequest_IsAwaitedBeforeTheEnd()
    {
        StageOrder order = Orders.Script(
            "", "trap 'echo 7 > .s; mv .s state-7.chk' USR1; touch \"$SIGNS/ready\"; while :; do sleep 0.02; done", "never");
        order = order with { Stage = order.Stage with { Checkpoint = new CheckpointSpec { Files = ["state-*.chk"], Signal = "USR1" } } };
        using Process runner = _bench.Start(order, (RunnerEnvironment.Grace, "30"));
        _bench.WaitForSign("ready");

        Kill(runner, "TERM");
        RunnerEnd end = RunnerBench.End(runner);

        Assert.Equal(ExitCode.TryAgain, end.ExitCode);
        Assert.Single(Manifests());
    }

    [Fact]
    public void Run_AfterPreemption_GoesOnAndInheritsTheOutputs()
    {
        using (Process runner = _bench.Start(Checkpointed(), ("STOP_AT", "3")))
        {
            _bench.WaitForSign("waiting");
            Kill(runner, "TERM");
            RunnerBench.End(runner);
        }

        RunnerEnd end = _bench.Run(Checkpointed() with { Attempt = 2 }, ("STOP_AT", "never"));

        Assert.Equal(0, end.ExitCode);
        AttemptReport report = _bench.Accepted()!;
        Assert.InRange(report.RestoreMilliseconds!.Value, 0, report.WallMilliseconds);
        Assert.InRange(report.RestoredFrom, 1, 3); // checkpoints that follow each other within a look are one generation
        Assert.Equal(
            ["a1/track-1.dat.lz4", "a1/track-2.dat.lz4", "a1/track-3.dat.lz4", "a2/track-4.dat.lz4", "a2/track-5.dat.lz4"],
            report.Files.Select(f => f.Key["camp/t/00/sim/0/".Length..]));
    }

    [Fact]
    public void Run_RunnerKilled_LeavesNothingTornAndTheNextCleansUp()
    {
        using (Process runner = _bench.Start(Checkpointed(), ("STOP_AT", "2")))
        {
            _bench.WaitForSign("waiting");
            Kill(runner, "KILL");
            RunnerBench.End(runner);
        }

        Assert.Empty(_bench.Ledger());
        Assert.NotEmpty(_bench.ScratchLeft());

        RunnerEnd end = _bench.Run(Checkpointed() with { Attempt = 2 }, ("STOP_AT", "never"));

        Assert.Equal(0, end.ExitCode);
        Assert.Equal(5, _bench.Accepted()!.Files.Count);
        Assert.Empty(_bench.ScratchLeft());
    }

    [Fact]
    public void Run_Orphans_AreEndedWithTheCommand()
    {
        RunnerEnd end = _bench.Run(Orders.Script(
            "",
            """
            sleep 300 & echo $! > "$SIGNS/same-group"
            setsid sh -c 'echo $$ > "$SIGNS/own-session"; exec sleep 300' &
            until [ -s "$SIGNS/own-session" ]; do sleep 0.02; done
            """));

        Assert.Equal(0, end.ExitCode);
        Assert.All((string[])["same-group", "own-session"], sign => Assert.False(IsAlive(sign), sign));
    }

    [Fact]
    public void Run_LockDescriptor_HoldsTheProcessIdAndIsNotInherited()
    {
        string path = Path.Combine(_bench.Signs, "lock");
        StageOrder order = Orders.Script("", "[ ! -e /proc/self/fd/7 ] && echo $PPID > parent", "parent");

        Programs.Run(
            "sh",
            "-c",
            "exec 7> \"$1\"; HTCFLOW_LOCK_FD=7 HTCFLOW_ORDER=$2 HTCFLOW_SCRATCH=$3 exec \"$4\"",
            "sh",
            path,
            OrderCodec.Format(order with { Store = _bench.Store }),
            _bench.Scratch,
            RunnerBench.Program);

        Assert.EndsWith("\n", File.ReadAllText(path));
        Assert.True(int.Parse(File.ReadAllText(path), CultureInfo.InvariantCulture) > 1);
    }

    private static StageOrder Checkpointed()
    {
        StageOrder order = Orders.Script("", Simulation, "track-1.dat", "track-2.dat", "track-3.dat", "track-4.dat", "track-5.dat");
        return order with { Stage = order.Stage with { Checkpoint = new CheckpointSpec { Files = ["state-*.chk"] } } };
    }

    private static void Kill(Process process, string signal) => Programs.Run("kill", "-" + signal, process.Id.ToString(CultureInfo.InvariantCulture));

    private IEnumerable<string> Manifests() => _bench.Keys("camp/t/00/sim/0/c/").Where(k => k.Contains("manifest", StringComparison.Ordinal));

    private CheckpointManifest NewestManifest() =>
        CheckpointManifest.Open(File.ReadAllBytes(Path.Combine(_bench.Store, Manifests().Last())))!;

    private bool IsAlive(string sign) =>
        ProcessCalls.Kill(int.Parse(File.ReadAllText(Path.Combine(_bench.Signs, sign)), CultureInfo.InvariantCulture), 0) == 0;
}
