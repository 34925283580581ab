namespace HtcFlow.Forecast.Statistics;

/// <summary>Machines over time in all runs: the mean, and what nine of ten runs stay between at each time.</summary>
/// <param name="Until">End of the last part.</param>
/// <param name="Mean">Mean over the runs in each of equal parts of the time.</param>
/// <param name="Low">Lower end of the interval for one more run, part by part.</param>
/// <param name="High">Upper end of it.</param>
public sealed record MachineBand(TimeSpan Until, IReadOnlyList<double> Mean, IReadOnlyList<double> Low, IReadOnlyList<double> High)
{
    /// <summary>Puts the curves of runs together.</summary>
    /// <param name="curves">One curve a run, at least one.</param>
    /// <param name="until">End of the last part, greater than zero.</param>
    /// <param name="parts">Number of parts.</param>
    public static MachineBand Of(IReadOnlyList<MachineCurve> curves, TimeSpan until, int parts)
    {
        double[][] means = [.. curves.Select(curve => curve.Means(until, parts))];
        double[] mean = new double[parts];
        double[] low = new double[parts];
        double[] high = new double[parts];
        for (int p = 0; p < parts; p++)
        {
            double[] values = [.. means.Select(run => run[p])];
            Prediction prediction = Prediction.Of(values);
            (mean[p], low[p], high[p]) = (values.Average(), prediction.Low, prediction.High);
        }

        return new MachineBand(until, mean, low, high);
    }
}
