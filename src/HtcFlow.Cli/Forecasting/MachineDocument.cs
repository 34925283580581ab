using HtcFlow.Forecast.Statistics;

namespace HtcFlow.Cli.Forecasting;

/// <summary>Machines over time as <c>forecast --json</c> prints them: one number for each of equal parts of the time.</summary>
internal sealed record MachineDocument(double UntilSeconds, IReadOnlyList<double> Mean, IReadOnlyList<double> Low, IReadOnlyList<double> High)
{
    // Tenths of a machine: more digits of a mean of some runs say nothing.
    private const int Digits = 1;

    /// <summary>Makes the document.</summary>
    public static MachineDocument Of(MachineBand band) => new(band.Until.TotalSeconds, Round(band.Mean), Round(band.Low), Round(band.High));

    private static double[] Round(IReadOnlyList<double> values) => [.. values.Select(v => Math.Round(v, Digits))];
}
