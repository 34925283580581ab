using HtcFlow.Forecast.Statistics;

namespace HtcFlow.Forecast.Runs;

/// <summary>Runs a campaign once in a simulated world.</summary>
/// <remarks>Runs of different seeds go on at the same time on different threads; what they share must not change.</remarks>
public interface IForecastRun
{
    /// <summary>Runs the campaign with the given dice, on the calling thread.</summary>
    /// <param name="seed">Seed of everything that is left to chance; the same seed gives the same run.</param>
    /// <param name="cancellationToken">Ends the run at once.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    ForecastSample Run(int seed, CancellationToken cancellationToken);
}
