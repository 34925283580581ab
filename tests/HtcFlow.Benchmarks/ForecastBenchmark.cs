using System.Diagnostics;
using HtcFlow.Benchmarks.MillionCore;
using HtcFlow.Forecast.Runs;
using HtcFlow.Forecast.Tests.Runs;

namespace HtcFlow.Benchmarks;

/// <summary>A hundred forecasts of a campaign, each followed by the campaign with dice that the forecast has not seen.</summary>
internal static class ForecastBenchmark
{
    private const int Trials = 100;
    private const int RunsPerForecast = 20;
    // What the interval promises at least: 90 of 100 with a standard deviation of 3, less a little bad luck.
    private const int Needed = 85;

    /// <summary>Tries them; the worse covered of finish time and dollars is judged, because each interval promises 90 % by itself.</summary>
    /// <param name="seed">Seed of the first forecast.</param>
    public static int Run(int seed = 1)
    {
        TimeSpan used = ProcessorTime.Used;
        long begin = Stopwatch.GetTimestamp();
        TrialResult result = new ForecastTrial(TrialCampaign.Create(), RunsPerForecast).Try(Trials, seed, CancellationToken.None);
        double seconds = Stopwatch.GetElapsedTime(begin).TotalSeconds;
        double processor = (ProcessorTime.Used - used).TotalSeconds;
        Console.WriteLine(
            $"BAR forecast-coverage-percent {result.Worst} of {Trials} vs needed {Needed} (the worse of finish {result.Finish}, dollars {result.Dollars}; seed {seed}, "
            + $"{RunsPerForecast} runs a forecast, {Trials * (RunsPerForecast + 1)} campaigns in {seconds:F0} s, {processor:F0} s of processor time)");
        return result.Worst >= Needed ? 0 : 1;
    }
}
