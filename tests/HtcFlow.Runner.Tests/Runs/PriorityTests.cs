using HtcFlow.Core.Wire;
using HtcFlow.Objects.Stores;
using HtcFlow.Objects.Transfer;
using HtcFlow.Testing;

namespace HtcFlow.Runner.Tests.Runs;

/// <summary>Who gets which priority, seen by commands of a real runner.</summary>
public sealed class PriorityTests : IDisposable
{
    private readonly RunnerBench _bench = new();
    private readonly TempDirectory _pulled = new();

    public void Dispose()
    {
        _bench.Dispose();
        _pulled.Dispose();
    }

    [Fact]
    public async Task Run_SecondTaskOfAPack_RunsAtTheUsualPriorityWhileShippingDoesNot()
    {
        // The first task's files are shipped, and with them the threads of the pool lowered, before the second task starts.
        const string Script = """
            nice > nice.txt
            for i in 1 2 3 4 5 6 7 8; do echo $i > file$i.txt; done
            while [ $HTCFLOW_TASK_INDEX = 1 ] && ! grep -q ' 19$' threads.txt 2>/dev/null; do
              for t in /proc/$PPID/task/*; do echo "$(cat $t/comm 2>/dev/null) $(sed 's/.*) //' $t/stat 2>/dev/null | cut -d' ' -f17)"; done > threads.tmp
              mv threads.tmp threads.txt
            done
            """;
        StageOrder order = Orders.Script(_bench.Store, Script, "*.txt");
        order = order with { Indices = "0-1", Pack = 2, Stage = order.Stage with { Sweep = Orders.For(_bench.Store, ["true"], 2).Stage.Sweep } };

        RunnerEnd end = _bench.Run(order);

        Assert.Equal((0, ""), (end.ExitCode, end.Errors));
        Assert.NotEqual("19", (await ReadAsync("nice.txt")).Trim());
        string[] threads = (await ReadAsync("threads.txt")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Contains(threads, t => t.StartsWith("watch", StringComparison.Ordinal) && t.EndsWith(" 19", StringComparison.Ordinal));
        Assert.DoesNotContain(threads, t => t.StartsWith("spawn", StringComparison.Ordinal) && t.EndsWith(" 19", StringComparison.Ordinal));
    }

    private async Task<string> ReadAsync(string name)
    {
        StoredFile file = _bench.Accepted(1)!.Files.Single(f => f.Name == name);
        await using var store = new DirectoryStore(_bench.Store);
        await FileTransfer.PullAsync(store, file, _pulled.At(name), TestContext.Current.CancellationToken);
        return await File.ReadAllTextAsync(_pulled.At(name), TestContext.Current.CancellationToken);
    }
}
