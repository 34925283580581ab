using System.Globalization;
using HtcFlow.AwsEmulator.Options;

namespace HtcFlow.Benchmarks.Costs;

/// <summary>What <c>htcflow cost</c> reports beside the emulated cloud's own bill, over several markets.</summary>
internal static class CostBenchmark
{
    private const int Seeds = 7;

    /// <summary>Runs it and prints the figures; the bar is the worst of the markets.</summary>
    public static async Task<int> RunAsync()
    {
        // The emulator knows this key; nothing else in this process calls AWS.
        Environment.SetEnvironmentVariable("AWS_ACCESS_KEY_ID", AccessKeyOptions.DefaultId);
        Environment.SetEnvironmentVariable("AWS_SECRET_ACCESS_KEY", AccessKeyOptions.DefaultSecret);
        Environment.SetEnvironmentVariable("AWS_SESSION_TOKEN", null);
        var all = new List<CostFigures>();
        for (int seed = 1; seed <= Seeds; seed++)
        {
            await using CostRun run = await CostRun.StartAsync(seed);
            CostFigures figures = await run.RunAsync();
            all.Add(figures);
            Tell(seed, figures);
        }

        Bar.Print("cost-report-error-percent", all.Max(static one => one.ErrorPercent), "%");
        Bar.Print("cost-report-error-median-percent", Bar.Median(all.Select(static one => one.ErrorPercent)), "%");
        Bar.Print("cost-report-type-error-percent", all.Max(static one => one.TypeErrorPercent), "%");
        return 0;
    }

    private static void Tell(int seed, CostFigures figures) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"market {seed}: ${figures.Total:F2} reported, ${figures.Bill:F2} billed ({figures.ErrorPercent:F3} %, types {figures.TypeErrorPercent:F3} %); {figures.Instances} instances of {figures.Billed.Count} types, {figures.Free} free, {figures.Attempts:N0} attempts, {figures.Hours:F1} virtual h"));
}
