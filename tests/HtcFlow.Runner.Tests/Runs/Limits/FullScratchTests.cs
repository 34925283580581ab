using System.Diagnostics;
using HtcFlow.Core.Wire;
using HtcFlow.Testing.S3;

namespace HtcFlow.Runner.Tests.Runs.Limits;

/// <summary>A command whose outputs are more than scratch space holds, with a store that is slow at first.</summary>
public sealed class FullScratchTests : IDisposable
{
    private const int MiB = 1 << 20;

    // 29 MiB at once, then so slowly that a second's look comes in time, then faster again; in all more than there is room for.
    // Of files of a megabyte four are in flight at a time, so none arrives before scratch is full.
    private const string Writer = """
        put() { head -c $2 /dev/urandom > .t; mv .t $1; }
        trickle() { j=0; while [ $j -lt 32 ]; do j=$((j+1)); head -c 32768 /dev/urandom; sleep 0.1; done > .t; mv .t $1; }
        echo $$ > "$SIGNS/.pid"; mv "$SIGNS/.pid" "$SIGNS/pid"
        i=0; while [ $i -lt 29 ]; do i=$((i+1)); put big-$i.dat 1048576; done
        i=0; until [ -e "$SIGNS/go" ]; do i=$((i+1)); trickle slow-$i.dat; done
        i=0; while [ $i -lt 24 ]; do i=$((i+1)); put late-$i.dat 262144; sleep 0.1; done
        echo $i > .t; mv .t end.dat
        """;

    private readonly RunnerBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Run_OutputsDoNotFit_CommandIsHeldUntilThereIsRoomAndNothingIsLost()
    {
        using var scratch = new SmallScratch(32 * MiB);
        await using var proxy = new FaultProxy(S3Gateway.Shared, seed: 1, TimeProvider.System) { BytesPerSecond = 40_000 };
        using Bucket bucket = await Bucket.NewAsync(proxy.Endpoint);
        using Process runner = _bench.Start(
            Orders.Script("", Writer), bucket.Variables(Orders.Script("", Writer, "*.dat", "end.dat"), (RunnerEnvironment.Scratch, scratch.Root)));

        RunnerBench.WaitForError(runner, "the command stands still until ");
        _bench.WaitForSign("pid");
        string pid = File.ReadAllText(Path.Combine(_bench.Signs, "pid")).Trim();
        Assert.True(SpinWait.SpinUntil(() => StateOf(pid) is 'T' or 'D', TimeSpan.FromSeconds(20)), "the command was not held"); // D: it waits for a child that was stopped before it could execute
        File.WriteAllText(Path.Combine(_bench.Signs, "go"), "");
        proxy.BytesPerSecond = 0;
        RunnerEnd end = RunnerBench.End(runner);

        Assert.Equal((0, ""), (end.ExitCode, end.Errors));
        AttemptReport report = bucket.Report();
        Assert.Equal(Outcome.Succeeded, report.Outcome);
        Assert.True(report.Files.Sum(f => f.Bytes) > 34 * MiB, "all of it would have fitted");
        Assert.All(report.Files, file => Assert.Equal(file.StoredBytes, bucket.Objects(file.Key).Single().Size));
        string[] names = [.. report.Files.Select(f => f.Name)];
        Assert.All(Enumerable.Range(1, 29), i => Assert.Contains($"big-{i}.dat", names));
        Assert.All(Enumerable.Range(1, 24), i => Assert.Contains($"late-{i}.dat", names));
        int slow = names.Count(name => name.StartsWith("slow-", StringComparison.Ordinal));
        Assert.Equal((1 + 29 + 24) + slow, names.Length);
        Assert.Contains($"slow-{slow}.dat", names); // the numbers are without a gap
    }

    /// <summary>The letter behind the name in brackets: R, S, T ...</summary>
    private static char StateOf(string pid)
    {
        string stat = File.ReadAllText($"/proc/{pid}/stat");
        return stat[stat.LastIndexOf(')') + 2];
    }
}
