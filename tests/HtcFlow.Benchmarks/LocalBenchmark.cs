using System.Globalization;
using System.Text;
using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Sweeps;
using HtcFlow.Core.Wire;

namespace HtcFlow.Benchmarks;

/// <summary>Trivial tasks through the whole of HtcFlow on this machine, beside GNU parallel and xargs; the runner's start beside tini.</summary>
internal static class LocalBenchmark
{
    private const int Rounds = 3;
    private const int PackedTasks = 20_000;
    private const int UnpackedTasks = 1_000;
    private const int PeerTasks = 2_000;
    private const int Starts = 40;

    public static int Run()
    {
        string scratch = Directory.CreateTempSubdirectory("htcflow-bench-").FullName;
        try
        {
            Throughput(scratch);
            RunnerStart(scratch);
            return 0;
        }
        finally
        {
            Directory.Delete(scratch, recursive: true);
        }
    }

    private static void Throughput(string scratch)
    {
        var packed = new List<double>();
        var unpacked = new List<double>();
        var parallel = new List<double>();
        var xargs = new List<double>();
        string slots = Environment.ProcessorCount.ToString(CultureInfo.InvariantCulture);
        for (int round = 0; round < Rounds; round++)
        {
            packed.Add(PackedTasks / Campaign(scratch, $"packed-{round}", PackedTasks, pack: 400));
            xargs.Add(PackedTasks / Whole.Seconds("xargs", ["-P", slots, "-n", "1", "/bin/true"], input: Numbers(PackedTasks)));
            parallel.Add(PeerTasks / Whole.Seconds("parallel", ["-j", slots, "/bin/true"], input: Numbers(PeerTasks)));
            unpacked.Add(UnpackedTasks / Campaign(scratch, $"unpacked-{round}", UnpackedTasks, pack: 1));
        }

        Bar.Print(
            "local-tasks-per-second", Bar.Median(packed), "tasks/s", ("parallel", Bar.Median(parallel)), ("xargs", Bar.Median(xargs)));
        Bar.Print("local-unpacked-tasks-per-second", Bar.Median(unpacked), "tasks/s", ("parallel", Bar.Median(parallel)));
    }

    private static double Campaign(string scratch, string name, int tasks, int pack)
    {
        string directory = Path.Combine(scratch, name);
        Directory.CreateDirectory(directory);
        string file = Path.Combine(directory, "campaign.yaml");
        File.WriteAllText(file, string.Create(CultureInfo.InvariantCulture, $"""
            campaign: {name}
            store: ./store
            backend: local
            stages:
              only:
                sweep:
                  i: 1..{tasks}
                command: [/bin/true]
                pack: {pack}

            """));
        var environment = new Dictionary<string, string> { ["HTCFLOW_HOME"] = Path.Combine(directory, "home") };
        double seconds = Whole.Seconds(Whole.Htcflow, ["submit", file, "--watch"], environment);
        Directory.Delete(directory, recursive: true);
        return seconds;
    }

    // From the start of the process to the moment at which the command itself reads the clock; the command is the same for both.
    private static void RunnerStart(string scratch)
    {
        string stamp = Path.Combine(scratch, "stamp");
        string[] command = ["/bin/sh", "-c", $"date +%s%N > {stamp}"];
        var runner = new List<double>();
        var tini = new List<double>();
        for (int start = 0; start < Starts; start++)
        {
            string store = Path.Combine(scratch, string.Create(CultureInfo.InvariantCulture, $"start-{start}"));
            runner.Add(Milliseconds(stamp, Whole.Runner, [], OrderFor(store, command)));
            tini.Add(Milliseconds(stamp, "tini", ["--", .. command], []));
        }

        Bar.Print("runner-overhead-ms", Bar.Median(runner), "ms", ("tini", Bar.Median(tini)));
    }

    private static double Milliseconds(string stamp, string program, string[] arguments, Dictionary<string, string> environment)
    {
        long begin = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        double beginFraction = TimeProvider.System.GetUtcNow().Ticks % TimeSpan.TicksPerMillisecond / (double)TimeSpan.TicksPerMillisecond;
        Whole.Seconds(program, arguments, environment);
        double reached = long.Parse(File.ReadAllText(stamp), CultureInfo.InvariantCulture) / 1e6;
        return reached - begin - beginFraction;
    }

    private static Dictionary<string, string> OrderFor(string store, string[] command)
    {
        Directory.CreateDirectory(Path.Combine(store, "scratch"));
        var order = new StageOrder
        {
            Campaign = "start",
            Store = store,
            Array = 1,
            Attempt = 1,
            Indices = "0",
            Pack = 1,
            Stage = new StageSpec { Name = "only", Sweep = Sweep.Single, Command = command },
        };
        return new Dictionary<string, string>
        {
            [RunnerEnvironment.Order] = OrderCodec.Format(order),
            [RunnerEnvironment.Element] = "0",
            [RunnerEnvironment.Scratch] = Path.Combine(store, "scratch"),
        };
    }

    private static string Numbers(int count)
    {
        var text = new StringBuilder();
        for (int i = 1; i <= count; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{i}\n");
        }

        return text.ToString();
    }
}
