using HtcFlow.Forecast.Runs;
using HtcFlow.Forecast.Statistics;

namespace HtcFlow.Cli.Tests.Forecasting;

/// <summary>A run that needs no engine: figures follow from the seed alone.</summary>
internal sealed class PlayedRun(Action<int> before) : IForecastRun
{
    /// <inheritdoc/>
    public ForecastSample Run(int seed, CancellationToken cancellationToken)
    {
        before(seed);
        cancellationToken.ThrowIfCancellationRequested();
        var dice = new Random(seed);
        double hours = 4 + dice.NextDouble();
        double dollars = 2_000 + (300 * dice.NextDouble());
        return new ForecastSample
        {
            Finish = TimeSpan.FromHours(hours),
            Dollars = dollars,
            Waste = new Waste(dollars * 0.02, dollars * 0.01 * dice.NextDouble(), 0, dollars * 0.05 * dice.NextDouble(), 0.4),
            Succeeded = 240_000,
            Attempts = 240_000 + dice.Next(3_000),
            Interruptions = dice.Next(2_000),
            PeakMachines = 900 + dice.Next(100),
            Machines = new MachineCurve([(TimeSpan.Zero, 900), (TimeSpan.FromHours(hours), 0)]),
        };
    }
}
