using System.Diagnostics;
using System.Globalization;
using HtcFlow.Backends.Clusters;
using HtcFlow.Backends.Slurm;
using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Ids;
using HtcFlow.Core.Ports;
using HtcFlow.Core.Sweeps;
using HtcFlow.Testing.Slurm;

namespace HtcFlow.Benchmarks.Slurm;

/// <summary>100,000 elements on a real slurmctld: sent, looked at, some of them run; beside one <c>sbatch</c> a task and <c>squeue --json</c>.</summary>
internal static class SlurmBenchmark
{
    private const int Elements = 100_000;
    private const int ArrayElements = 10_000; // what a campaign asks for at most
    private const int SmallArrayElements = 1_000; // where MaxArraySize has its default
    private const int Singles = 300;
    private const int Rows = 10_000;
    private const int RowsPerRelease = 1_000;
    private const int Ends = 1_000;
    private const int Looks = 20;

    // Processors that one node claims: elements are /bin/true.
    private const int Nodes = 8;
    private const int Cpus = 16;

    public static async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        SlurmCluster cluster = SlurmCluster.Start(Nodes, Cpus);
        string spool = Directory.CreateTempSubdirectory("htcflow-bench-").FullName;
        try
        {
            await using ClusterBackend backend = await SlurmBackend.OpenAsync(
                new SlurmOptions
                {
                    SpoolDirectory = spool,
                    RunnerPath = "/bin/true",
                    Partition = "all",
                    CommandEnvironment = cluster.Environment,
                    ExtraArguments = ["--hold"],
                },
                TimeProvider.System,
                cancellationToken);
            double small = await SubmitAsync(backend, "small", SmallArrayElements, static _ => { }, cancellationToken);
            cluster.Clear();
            var handles = new List<JobHandle>();
            double large = await SubmitAsync(backend, "large", ArrayElements, handles.AddRange, cancellationToken);
            double single = Single(cluster);
            Bar.Print("slurm-submit-seconds-per-100k", large, "s", ("sbatch-each", single));
            Bar.Print("slurm-submit-default-limits-seconds-per-100k", small, "s", ("sbatch-each", single));
            await LookAsync(cluster, backend, handles, cancellationToken);
            return 0;
        }
        finally
        {
            cluster.Clear();
            Directory.Delete(spool, recursive: true);
        }
    }

    private static async Task<double> SubmitAsync(
        ClusterBackend backend, string name, int elements, Action<IEnumerable<JobHandle>> onSent, CancellationToken cancellationToken)
    {
        ArrayAsk[] asks = [.. Enumerable.Range(0, Elements / elements).Select(i => Ask(string.Create(CultureInfo.InvariantCulture, $"h-bench-{name}-{i}"), elements))];
        long processes = backend.ProcessesStarted;
        long begin = Stopwatch.GetTimestamp();
        IReadOnlyList<SubmitReply> replies = await backend.SubmitAsync(asks, cancellationToken);
        double seconds = Stopwatch.GetElapsedTime(begin).TotalSeconds;
        onSent(replies.Select(static reply => reply.Handle ?? throw reply.Fault!));
        Console.WriteLine($"{Elements} elements in {asks.Length} arrays: {backend.ProcessesStarted - processes} processes");
        return seconds;
    }

    // One job a task, as a loop in a shell would send them.
    private static double Single(SlurmCluster cluster)
    {
        double seconds = Whole.Seconds(
            "sh",
            ["-c", $"for i in $(seq {Singles}); do sbatch --parsable --hold --export=ALL --output=/dev/null --wrap /bin/true; done"],
            cluster.Environment);
        return seconds / Singles * Elements;
    }

    private static async Task LookAsync(SlurmCluster cluster, ClusterBackend backend, List<JobHandle> handles, CancellationToken cancellationToken)
    {
        // Each element that is released is a row of its own from then on, whether it waits, runs or has ended.
        for (int first = 0; first < Rows; first += RowsPerRelease)
        {
            await backend.ClearAsync(handles[0], IndexSet.Range(first, RowsPerRelease), cancellationToken);
        }

        long begin = Stopwatch.GetTimestamp();
        long processes = backend.ProcessesStarted;
        long polls = 0;
        IReadOnlyList<ArrayStatus> statuses;
        do
        {
            await Task.Delay(TimeSpan.FromSeconds(1), cancellationToken);
            statuses = await backend.ObserveAsync(handles, cancellationToken);
            polls++;
        }
        while (statuses[0].Ended.Count < Ends);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{statuses[0].Ended.Count} elements ended in {Stopwatch.GetElapsedTime(begin).TotalSeconds:F1} s, {statuses.Sum(static s => s.Abnormal.Count)} of them badly; {polls} polls, {backend.ProcessesStarted - processes} processes"));

        ProcessTicks own = ProcessTicks.Own(), control = ProcessTicks.Of(cluster.ProcessOf("slurmctld"));
        for (int look = 0; look < Looks; look++)
        {
            await backend.ObserveAsync(handles, cancellationToken);
        }

        ProcessTicks ownAfter = ProcessTicks.Own(), controlAfter = ProcessTicks.Of(cluster.ProcessOf("slurmctld"));
        double json = Json(cluster);
        Bar.Print("slurm-poll-cpu-ms", (ownAfter.All - own.All) / Looks, "ms", ("squeue-json", json));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"of that {(ownAfter.Children - own.Children) / Looks:F1} ms in squeue; slurmctld had {(controlAfter.Self - control.Self) / Looks:F1} ms a poll, running elements included"));
    }

    // The same question in JSON: what squeue alone needs, before anybody has read the answer.
    private static double Json(SlurmCluster cluster)
    {
        ProcessTicks before = ProcessTicks.Own();
        Whole.Seconds("sh", ["-c", "squeue --json >/dev/null"], cluster.Environment);
        return ProcessTicks.Own().Children - before.Children;
    }

    private static ArrayAsk Ask(string name, int elements) => new()
    {
        Name = new JobName(name),
        Elements = elements,
        Resources = new ResourceSpec(),
        Environment = new Dictionary<string, string> { ["HTCFLOW_ORDER"] = new('x', 1_000) },
        Campaign = "bench",
        Stage = "only",
    };
}
