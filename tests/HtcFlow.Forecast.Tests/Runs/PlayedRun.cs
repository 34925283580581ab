using HtcFlow.Forecast.Runs;
using HtcFlow.Forecast.Statistics;

namespace HtcFlow.Forecast.Tests.Runs;

/// <summary>A run that needs no engine: times and costs follow from the seed alone.</summary>
internal sealed class PlayedRun : IForecastRun
{
    /// <summary>Is called before each run.</summary>
    public Action<int> Before { get; init; } = static _ => { };

    /// <inheritdoc/>
    public ForecastSample Run(int seed, CancellationToken cancellationToken)
    {
        Before(seed);
        cancellationToken.ThrowIfCancellationRequested();
        var dice = new Random(seed);
        double hours = 4 * Math.Exp(0.15 * ((dice.NextDouble() + dice.NextDouble() + dice.NextDouble()) - 1.5));
        double machines = 900 + (200 * dice.NextDouble());
        double dollars = hours * machines * 0.31 * (0.9 + (0.2 * dice.NextDouble()));
        IEnumerable<(TimeSpan, double)> steps = Enumerable.Range(0, 120)
            .Select(m => (TimeSpan.FromHours(hours * m / 100), m >= 100 ? 0 : machines * Math.Min(1, m / 8.0) * (m > 85 ? (100 - m) / 15.0 : 1)));
        return new ForecastSample
        {
            Finish = TimeSpan.FromHours(hours),
            Dollars = dollars,
            Waste = new Waste(dollars * 0.02, dollars * 0.01, 0, dollars * 0.05 * dice.NextDouble(), 0),
            Succeeded = 100_000,
            Attempts = 100_000 + dice.Next(3_000),
            Interruptions = dice.Next(2_000),
            PeakMachines = Math.Floor(machines),
            Machines = new MachineCurve(steps),
        };
    }
}
