using System.Collections.Concurrent;
using HtcFlow.Forecast.Statistics;

namespace HtcFlow.Forecast.Runs;

/// <summary>Tries forecasts: each foretells a campaign, which is then run with dice that the forecast has not seen.</summary>
/// <param name="run">Runs the campaign once.</param>
/// <param name="runs">Runs of one forecast.</param>
public sealed class ForecastTrial(IForecastRun run, int runs)
{
    // Numbers of the actual runs are far from those of the forecast's.
    private const int Actual = 1_000_000;

    /// <summary>Most trials that go on at a time.</summary>
    public int Parallel { get; init; } = Environment.ProcessorCount;

    /// <summary>Makes forecasts and counts how often what then happened lay inside their intervals.</summary>
    /// <param name="trials">Number of forecasts, each with dice of its own.</param>
    /// <param name="seed">Seed of the first one; the others follow.</param>
    /// <param name="cancellationToken">Ends the trial; what was made until then is lost.</param>
    public TrialResult Try(int trials, int seed, CancellationToken cancellationToken)
    {
        var options = new ParallelOptions { MaxDegreeOfParallelism = Parallel, CancellationToken = cancellationToken };
        int finish = 0;
        int dollars = 0;

        // Whole trials go on side by side: between the runs of one nothing has to be waited for.
        System.Threading.Tasks.Parallel.ForEach(
            Partitioner.Create(Enumerable.Range(seed, trials), EnumerablePartitionerOptions.NoBuffering),
            options,
            trial =>
            {
                var forecaster = new Forecaster(run) { Parallel = 1 };
                CampaignForecast forecast = CampaignForecast.Of(forecaster.Run(runs, trial, cancellationToken));
                ForecastSample actual = run.Run(RunSeeds.Of(trial, Actual), cancellationToken);
                Interlocked.Add(ref finish, forecast.FinishSeconds.Contains(actual.Finish.TotalSeconds) ? 1 : 0);
                Interlocked.Add(ref dollars, forecast.Dollars.Contains(actual.Dollars) ? 1 : 0);
            });
        return new TrialResult(trials, finish, dollars);
    }
}
