using System.Globalization;
using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Guards.Rates;
using HtcFlow.Core.Wire;

namespace HtcFlow.Runner.Tests.Runs.Limits;

/// <summary>Commands and hosts that are too slow, as a whole runner meets them whose clock runs fast.</summary>
public sealed class SlowTests : IDisposable
{
    // The usual grace would be over before a checkpoint is written; an hour of this clock is 9 s or more.
    private const string Grace = "3600";

    private readonly RunnerBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void Run_CommandFarBelowItsSiblings_IsEndedWithEverythingCompleteAndALastCheckpointInTheStore()
    {
        const string Script = """
            trap 'echo "$i" > .s; mv .s state-$i.chk' USR1
            i=0; while :; do i=$((i+1)); head -c 1000 /dev/urandom > .o; mv .o part-$i.dat; echo $i > "$SIGNS/.p"; mv "$SIGNS/.p" "$SIGNS/parts"; sleep 0.2 & wait $!; done
            """;
        _bench.Through = FastRunner.Through(40);
        StageOrder order = Orders.Script("", Script, "part-*.dat", "never.dat");

        RunnerEnd end = _bench.Run(
            order with
            {
                Stage = order.Stage with
                {
                    Watch = new WatchSpec { Pace = 0.5 },
                    Checkpoint = new CheckpointSpec { Files = ["state-*.chk"], Signal = "USR1" },
                },
                Raised = ["0"],
                Siblings = new SiblingPace { BytesPerSecond = 2e6, LowBytesPerSecond = 1.5e6, BytesOfTask = 1e9, SecondsOfStep = 5 },
            },
            (RunnerEnvironment.Grace, Grace));

        Assert.Equal(ExitCode.TryAgain, end.ExitCode);
        AttemptReport report = _bench.Report();
        Assert.Equal((Outcome.Slow, ExitCode.TryAgain), (report.Outcome, report.Exit));
        Assert.Matches(@"^brings forth \d+ B/s where siblings brought 2\.0 MB/s, below the bar of 500\.0 kB/s in 3 windows[^\n]*$", report.Reason);
        Assert.Contains($"sim 0: slow: {report.Reason}\n", end.Errors);
        Assert.Equal((0.25, 1), (report.Limits!.Pace, report.Limits.Rises)); // halved, because an earlier attempt was slow
        int parts = int.Parse(File.ReadAllText(Path.Combine(_bench.Signs, "parts")), CultureInfo.InvariantCulture);
        Assert.InRange(report.Files.Count, parts, parts + 1);
        string manifest = _bench.Keys("camp/t/00/sim/0/c/").Last(key => key.Contains("manifest", StringComparison.Ordinal));
        CheckpointManifest last = CheckpointManifest.Open(File.ReadAllBytes(Path.Combine(_bench.Store, manifest)))!;
        Assert.InRange(last.Outputs.Count, 4, parts + 1);
        Assert.InRange(report.Pace!.Seconds, 240, double.MaxValue); // three windows of a minute, and the first that does not count
    }

    [Fact]
    public void Run_HostThatCannotMeetTheBandwidth_IsLeftWithACheckpoint()
    {
        RunnerEnd end = RunBusy("500GB/s", "while :");

        Assert.Equal(ExitCode.TryAgain, end.ExitCode);
        AttemptReport report = _bench.Report();
        Assert.Equal(Outcome.Slow, report.Outcome);
        Assert.Matches(
            @"^memory bandwidth is \d+\.\d [MG]B/s, below the bar of 500\.0 GB/s in 3 windows, and (was low before the command started|the attempt has become slow)[^\n]*$",
            report.Reason);
        Assert.Contains(report.Reason, end.Errors);
        Assert.Equal(500_000_000_000, report.Limits!.BandwidthBytesPerSecond);
        Assert.InRange(report.Pace!.BandwidthBytesPerSecond, 1, 500e9);
        Assert.Contains(_bench.Keys("camp/t/00/run/0/c/"), key => key.Contains("manifest", StringComparison.Ordinal));
    }

    [Fact]
    public void Run_HostWithAHundredthOfItsBandwidth_IsLeftAlone()
    {
        RunnerEnd end = RunBusy("1%", "while [ $i -lt 30 ]");

        Assert.Equal((0, ""), (end.ExitCode, end.Errors));
        Assert.Equal(0.01, _bench.Accepted(stage: "run")!.Limits!.BandwidthShare);
        Assert.InRange(_bench.Accepted(stage: "run")!.Pace!.BandwidthBytesPerSecond, 1, double.MaxValue);
    }

    /// <summary>Each checkpoint that is committed wakes the guards, which then find that the next sample is due.</summary>
    private RunnerEnd RunBusy(string bandwidth, string loop)
    {
        _bench.Through = FastRunner.Through(400);
        return _bench.RunAlone(
            "--name", "camp", "--index", "0", "--store", _bench.Store, "--bandwidth", bandwidth, "--grace", Grace + "s", "--checkpoint", "state-*.chk", "--output", "a",
            "--", "/bin/sh", "-c", $"i=0; {loop}; do i=$((i+1)); echo $i > .s; mv .s state-$i.chk; sleep 0.3; done; echo x > a");
    }
}
