using System.Collections.Concurrent;
using HtcFlow.Forecast.Statistics;

namespace HtcFlow.Forecast.Runs;

/// <summary>Runs a campaign many times, several at a time.</summary>
/// <param name="run">Runs it once.</param>
public sealed class Forecaster(IForecastRun run)
{
    /// <summary>Most runs that go on at a time; each holds one campaign in memory.</summary>
    public int Parallel { get; init; } = Environment.ProcessorCount;

    /// <summary>Is told after each run how many are done; from several threads, one at a time.</summary>
    public Action<int>? Done { get; init; }

    /// <summary>Runs the campaign.</summary>
    /// <param name="runs">How often.</param>
    /// <param name="seed">Seed of the forecast; the same one gives the same runs, however many go on at a time.</param>
    /// <param name="cancellationToken">Ends the forecast with the runs that are complete.</param>
    /// <returns>The complete runs in the order of their numbers.</returns>
    public IReadOnlyList<ForecastSample> Run(int runs, int seed, CancellationToken cancellationToken)
    {
        var samples = new ConcurrentDictionary<int, ForecastSample>();
        Lock telling = new();
        int done = 0;
        var options = new ParallelOptions { MaxDegreeOfParallelism = Parallel, CancellationToken = cancellationToken };
        try
        {
            // Numbers are handed out one by one: a partition of the whole range would leave a core idle at the end.
            System.Threading.Tasks.Parallel.ForEach(
                Partitioner.Create(Enumerable.Range(0, runs), EnumerablePartitionerOptions.NoBuffering),
                options,
                number =>
                {
                    samples[number] = run.Run(RunSeeds.Of(seed, number), cancellationToken);
                    lock (telling)
                    {
                        Done?.Invoke(++done);
                    }
                });
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // What is complete counts.
        }

        return [.. samples.OrderBy(s => s.Key).Select(s => s.Value)];
    }
}
