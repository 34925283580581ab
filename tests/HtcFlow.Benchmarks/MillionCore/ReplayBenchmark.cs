using System.Globalization;
using System.Text.Json;

namespace HtcFlow.Benchmarks.MillionCore;

/// <summary>The run of 2018 in virtual time, and what a task costs the engine as campaigns grow; each run is a process of its own.</summary>
internal static class ReplayBenchmark
{
    private const int Rounds = 3;

    // A poller that describes every child asks about 100 at a time (AWS Batch's DescribeJobs), each time it polls.
    private const int ChildrenPerCall = 100;
    private const double PollSeconds = 30;

    /// <summary>Prints the figures of the replay.</summary>
    public static void Replay()
    {
        // One run: it takes two of the eight minutes that all figures may take.
        ReplayFigures[] runs = [Child("replay-child", "1", "1")];
        Bar.Print("wd-replay-cpu-seconds", Median(runs, r => r.EngineSeconds), "s", ("simulator", Median(runs, r => r.SimulatorSeconds)));
        Bar.Print("wd-replay-resident-mb", Median(runs, r => r.PeakResidentBytes / 1e6), "MB");
        Bar.Print("wd-replay-lost", runs.Max(r => r.Tasks - r.Succeeded), "tasks");
        Bar.Print("wd-replay-duplicated", runs.Max(r => r.Accepted - r.Succeeded), "results");
        double millions = runs[0].Tasks / 1e6;
        Bar.Print(
            "wd-replay-backend-calls", Median(runs, r => r.BackendCalls) / millions, "calls per million tasks",
            ("describing-every-child", runs[0].Tasks * TaskHours(runs) * 3_600 / PollSeconds / ChildrenPerCall / millions));
        ReplayFigures first = runs[0];
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"replay: {first.Tasks:N0} tasks in {first.Hours:F1} h, {first.Arrays:N0} arrays, {first.Attempts:N0} attempts ({first.Interrupted:N0} interrupted, {first.Slow:N0} slow), peak {first.PeakMachines:N0} machines with {first.PeakVcpus:N0} vcpus, {first.Dollars:N0} dollars, journal {first.JournalBytes / 1e6:F1} MB"));
    }

    /// <summary>Prints the cost of a task at four sizes.</summary>
    public static void Growth()
    {
        foreach ((string name, long tasks) in ((string, long)[])[("10k", 10_000), ("100k", 100_000), ("1m", 1_000_000), ("10m", 10_000_000)])
        {
            int rounds = tasks < 1_000_000 ? Rounds : 1;
            ReplayFigures[] runs = [.. Enumerable.Range(0, rounds).Select(_ => Child("flat-child", Text(tasks)))];
            Bar.Print($"cpu-microseconds-per-task-{name}", Median(runs, r => r.EngineSeconds) * 1e6 / tasks, "us");
        }
    }

    // Mean time for which a task stood in the backend, by Little's law: element-hours over tasks; queued time is not counted.
    private static double TaskHours(ReplayFigures[] runs) => 3.0 * runs[0].Attempts / runs[0].Tasks;

    private static ReplayFigures Child(params string[] arguments)
    {
        bool hosted = Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet";
        Whole.Seconds(Environment.ProcessPath!, hosted ? [typeof(ReplayBenchmark).Assembly.Location, .. arguments] : arguments);
        return JsonSerializer.Deserialize<ReplayFigures>(Whole.LastOutput)!;
    }

    private static double Median(ReplayFigures[] runs, Func<ReplayFigures, double> figure) => Bar.Median(runs.Select(figure));

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
}
