using System.Globalization;

namespace HtcFlow.Benchmarks.AwsBatch;

/// <summary>The whole engine before the emulator of AWS Batch, over HTTP and in virtual time, with the service's real limits.</summary>
/// <remarks>
/// A million tasks in arrays of 10,000, and 100,000 in arrays of three, which is what makes submission the bottleneck. The engine is a process of its own, so its
/// processor time and memory are the kernel's figures for that process; what stands in for the store there is measured by its thread's clock and taken off, what moves the
/// clock there is not. One in a hundred elements fails, and a tenth of the instances is taken away in an hour, half of them before a key is written.
/// </remarks>
internal static class AwsBenchmark
{
    private const int LargeTasks = 1_000_000;
    private const int LargeArray = 10_000;
    private const int SmallTasks = 100_000;
    private const int SmallArray = 3;

    // What a poller of every child asks grows with the tasks alone where the cloud grows with them: each child is described at each poll from its
    // submission to its end. At a million its looks would take longer than the interval: 10,000 calls at 50 a second are 200 s.
    private const int PolledTasks = 20_000;

    private const double Allowed = 50;
    private const double Million = 1e6;

    /// <summary>Runs it and prints the figures; HTCFLOW_BENCH_AWS_PARTS asks for an n-th of the tasks.</summary>
    public static async Task<int> RunAsync()
    {
        int parts = int.TryParse(Environment.GetEnvironmentVariable("HTCFLOW_BENCH_AWS_PARTS"), CultureInfo.InvariantCulture, out int wanted) ? wanted : 1;
        AwsFigures small = await EngineAsync("small arrays", SmallTasks / parts, SmallArray);
        AwsFigures large = await EngineAsync("large arrays", LargeTasks / parts, LargeArray);
        AwsFigures polled = await ServiceRun.RunAsync(PolledTasks, "aws-poller-child", Text(PolledTasks));
        Tell("every child described", polled);
        double both = small.AllCalls + large.AllCalls;
        Bar.Print(
            "aws-calls-per-million-tasks", large.AllCalls * Million / large.Tasks, "calls", ("poll-each-child", polled.AllCalls * Million / polled.Tasks));
        Bar.Print("aws-throttled-percent", 100 * (small.Throttled + large.Throttled) / both, "%");
        Bar.Print("aws-rate-used-percent", 100 * small.SubmitCalls / (small.SubmitSeconds * Allowed), "%");
        Bar.Print("aws-notice-failure-seconds", Bar.Median(large.NoticeSeconds), "s");
        Bar.Print("aws-engine-cpu-seconds-per-million", large.CpuSeconds * Million / large.Tasks, "s");
        Bar.Print("aws-engine-resident-mb", large.PeakResidentBytes / 1e6, "MB");
        return 0;
    }

    private static async Task<AwsFigures> EngineAsync(string name, long tasks, int maxElements)
    {
        AwsFigures figures = await ServiceRun.RunAsync(tasks, "aws-engine-child", Text(tasks), Text(maxElements));
        Tell(name, figures);
        return figures.Succeeded + (tasks / 1_000) >= tasks && figures.NoticeSeconds.Count == figures.Keyless
            ? figures
            : throw new InvalidOperationException(
                $"Of {tasks} tasks {figures.Succeeded} succeeded, and of {figures.Keyless} ends without a key {figures.NoticeSeconds.Count} were noticed.");
    }

    private static void Tell(string name, AwsFigures figures)
    {
        Print($"{name}: {figures.Tasks:N0} tasks in {figures.Hours:F2} virtual h, {figures.Arrays:N0} arrays, {figures.AllCalls:N0} calls, {figures.Throttled:N0} throttled");
        Print($"  {string.Join(", ", figures.Calls.OrderBy(static pair => pair.Key).Select(static pair => $"{pair.Key} {pair.Value}"))}");
        if (figures.Arrays > 0)
        {
            Print($"  {figures.SubmitCalls:N0} calls in the {figures.SubmitSeconds:F1} s while there was work to submit; {figures.Tasks - figures.Succeeded} tasks given up");
            Print($"  engine: {figures.CpuSeconds:F1} s of CPU, {figures.PeakResidentBytes / 1e6:F0} MB at most");
        }

        if (figures.NoticeSeconds is { Count: > 0 } seconds)
        {
            Print($"  {figures.Keyless:N0} elements left no key; known after {Bar.Median(seconds):F0} s in the middle, {seconds.Max():F0} s at most");
        }
    }

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static void Print(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
