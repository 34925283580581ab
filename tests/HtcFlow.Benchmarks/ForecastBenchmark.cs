using System.Diagnostics;
using HtcFlow.Forecast.Runs;
using HtcFlow.Forecast.Tests.Runs;

namespace HtcFlow.Benchmarks;

/// <summary>A hundred forecasts of a campaign, each followed by the campaign with dice that the forecast has not seen.</summary>
internal static class ForecastBenchmark
{
    private const int Trials = 100;
    private const int RunsPerForecast = 20;
    private const int Seed = 1;

    // What the interval promises at least: 90 of 100 with a standard deviation of 3, less a little bad luck.
    private const int Needed = 85;

    public static int Run()
    {
        long begin = Stopwatch.GetTimestamp();
        TrialResult result = new ForecastTrial(TrialCampaign.Create(), RunsPerForecast).Try(Trials, Seed, CancellationToken.None);
        double seconds = Stopwatch.GetElapsedTime(begin).TotalSeconds;
        Console.WriteLine(
            $"BAR forecast-coverage-percent {result.Worst} of {Trials} vs needed {Needed} (finish {result.Finish}, dollars {result.Dollars}; "
            + $"{RunsPerForecast} runs a forecast, {Trials * (RunsPerForecast + 1)} campaigns in {seconds:F0} s)");
        return result.Worst >= Needed ? 0 : 1;
    }
}
