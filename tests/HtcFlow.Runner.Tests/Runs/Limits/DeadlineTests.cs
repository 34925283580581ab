using System.Diagnostics;
using System.Globalization;
using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Guards;
using HtcFlow.Core.Wire;
using HtcFlow.Testing.Metadata;
using HtcFlow.Testing.S3;

namespace HtcFlow.Runner.Tests.Runs.Limits;

/// <summary>Machines that are taken away from a runner whose store is a bucket.</summary>
public sealed class DeadlineTests : IDisposable
{
    private readonly RunnerBench _bench = new();
    private readonly FakeMetadata _service = new(TimeProvider.System) { Notice = TimeSpan.FromSeconds(28) };

    public void Dispose()
    {
        _bench.Dispose();
        _service.Dispose();
    }

    [Fact]
    public async Task Notice_TimeEnough_CommandComputesOnAndAllIsInTheStoreBeforeTheEnd()
    {
        // A state of 4 MB at each request, and an output of 1 MB a second for as long as it runs.
        const string Script = """
            n=0; trap 'n=$((n+1)); date +%s%N > "$SIGNS/.t"; head -c 4000000 /dev/urandom > .s; mv "$SIGNS/.t" "$SIGNS/asked-$n"; mv .s state-$n.chk' USR1
            touch "$SIGNS/ready"
            i=0; while :; do i=$((i+1)); head -c 1000000 /dev/urandom > .o; mv .o part-$i.dat; echo $i > "$SIGNS/.p"; mv "$SIGNS/.p" "$SIGNS/parts"; sleep 1 & wait $!; done
            """;
        using Bucket bucket = await Bucket.NewAsync();
        using Process runner = Start(bucket, Checkpointing(Script));
        _bench.WaitForSign("ready");

        DateTimeOffset noticed = TimeProvider.System.GetUtcNow();
        _service.Action = "terminate";
        RunnerEnd end = RunnerBench.End(runner);

        // The service tells whole seconds, and is asked once a second. Half of what the runner leaves free is this machine's, which may stand still.
        DateTimeOffset deadline = noticed + _service.Notice - TimeSpan.FromSeconds(1);
        Assert.Equal(ExitCode.TryAgain, end.ExitCode);
        Assert.Contains("are left; the command goes on for ", end.Errors);
        Assert.DoesNotContain("is not enough", end.Errors);
        Assert.Equal((Outcome.Preempted, "the machine is being taken away (terminate)"), (bucket.Report().Outcome, bucket.Report().Reason));
        Assert.All(bucket.Objects(), stored => Assert.True(
            stored.LastModified!.Value.ToUniversalTime() <= deadline.UtcDateTime - (Evacuation.Safety / 2), $"{stored.Key} came at {stored.LastModified}, the end was at {deadline}"));

        // Asked at once, and again when no more than the time for the end, the upload and a checkpoint of unknown length was left.
        Assert.InRange(Asked(2) - Asked(1), TimeSpan.FromSeconds(2), _service.Notice);
        int parts = int.Parse(File.ReadAllText(Path.Combine(_bench.Signs, "parts")), CultureInfo.InvariantCulture);
        Assert.InRange(parts, 3, 30);
        Assert.InRange(bucket.Report().Files.Count(f => f.Bytes == 1_000_000), parts - 1, parts + 1);
        Assert.Contains(bucket.Objects("camp/t/00/sim/0/c/"), o => o.Key.Contains("manifest", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Notice_MoreThanTheLineCarries_IsSaidInAdvance()
    {
        const string Script = """
            head -c 1000000 /dev/urandom > .o; mv .o first.dat
            until [ -e "$SIGNS/go" ]; do sleep 0.02; done
            i=0; while [ $i -lt 8 ]; do i=$((i+1)); head -c 2000000 /dev/urandom > .o; mv .o part-$i.dat; done
            touch "$SIGNS/written"; while :; do sleep 0.02; done
            """;
        // A megabyte in five seconds is what the runner learns of the line; 16 MB are too much for 28 s then.
        await using var proxy = new FaultProxy(S3Gateway.Shared, seed: 1, TimeProvider.System) { BytesPerSecond = 200_000 };
        using Bucket bucket = await Bucket.NewAsync(proxy.Endpoint);
        using Process runner = Start(bucket, Orders.Script("", Script, "*.dat", "never.dat"));
        bucket.WaitFor("camp/t/00/sim/0/a1/first.dat");
        File.WriteAllText(Path.Combine(_bench.Signs, "go"), "");
        _bench.WaitForSign("written");

        _service.Action = "terminate";
        RunnerBench.WaitForError(runner, "are left, which is not enough to upload ");
        proxy.BytesPerSecond = 0;
        RunnerEnd end = RunnerBench.End(runner);

        Assert.Equal(ExitCode.TryAgain, end.ExitCode);
        Assert.Equal(Outcome.Preempted, bucket.Report().Outcome);
        Assert.Contains("first.dat", bucket.Report().Files.Select(f => f.Name));
    }

    private static StageOrder Checkpointing(string script)
    {
        StageOrder order = Orders.Script("", script, "part-*.dat", "never.dat");
        return order with { Stage = order.Stage with { Checkpoint = new CheckpointSpec { Files = ["state-*.chk"], Signal = "USR1" } } };
    }

    private Process Start(Bucket bucket, StageOrder order) => _bench.Start(
        order, bucket.Variables(order, ("AWS_EC2_METADATA_SERVICE_ENDPOINT", _service.Address.ToString()), (RunnerEnvironment.Grace, "5")));

    /// <summary>When the command was asked for a checkpoint the n-th time.</summary>
    private TimeSpan Asked(int time)
    {
        long nanoseconds = long.Parse(File.ReadAllText(Path.Combine(_bench.Signs, $"asked-{time}")), CultureInfo.InvariantCulture);
        return TimeSpan.FromTicks(nanoseconds / TimeSpan.NanosecondsPerTick);
    }
}
