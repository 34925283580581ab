namespace HtcFlow.Forecast.Statistics;

/// <summary>What one more run is expected to give, as the runs so far say it.</summary>
/// <param name="Median">Half of the runs lie below.</param>
/// <param name="Low">Lower end of the interval.</param>
/// <param name="High">Upper end of the interval.</param>
public sealed record Prediction(double Median, double Low, double High)
{
    /// <summary>Probability with which one more run falls into the interval, at least.</summary>
    public const double Coverage = 0.9;

    // Share of the runs on either side of the interval.
    private const double Tail = (1 - Coverage) / 2;

    /// <summary>Fewest runs from whose order alone the interval follows: 1 / Tail - 1 = 19.</summary>
    public const int RunsForOrder = 19;

    /// <summary>Whether a value lies in the interval.</summary>
    public bool Contains(double value) => value >= Low && value <= High;

    /// <summary>The interval into which one more independent run falls with a probability of 90 %.</summary>
    /// <remarks>
    /// From 19 runs on it is made of order statistics. N runs and one more are N + 1 values in an order of which every one is
    /// equally probable, so the new one falls below the r-th smallest with a probability of r / (N + 1), and above the r-th largest with the
    /// same. The largest r with r / (N + 1) not above 5 % therefore leaves at least 90 % between them, whatever the distribution is: with
    /// 20 runs the smallest and the largest one, 19 / 21 = 90.5 %.
    /// Fewer runs do not reach so far. For them the logarithms (times and costs are products of many factors) are taken as normal: with
    /// mean m and standard deviation s of N values the next one lies within m +- t s sqrt(1 + 1 / N), t being the 95 % quantile of
    /// Student's distribution with N - 1 degrees of freedom, since both m and s are uncertain. Values of 0 have no logarithm; where there
    /// are any the values themselves are taken, cut off at 0. A single run has no interval: both ends are that run.
    /// </remarks>
    /// <param name="values">One value a run, none negative; at least one.</param>
    public static Prediction Of(IReadOnlyCollection<double> values)
    {
        double[] sorted = [.. values.Order()];
        int count = sorted.Length;
        ArgumentOutOfRangeException.ThrowIfZero(count, nameof(values));
        double median = (sorted[(count - 1) / 2] + sorted[count / 2]) / 2;
        if (count >= RunsForOrder)
        {
            // 0.05 (19 + 1) is 1 but for the last binary digit.
            int rank = (int)Math.Floor((Tail * (count + 1)) + 1e-9);
            return new Prediction(median, sorted[rank - 1], sorted[count - rank]);
        }

        if (count == 1)
        {
            return new Prediction(median, median, median);
        }

        bool isLogarithmic = sorted[0] > 0;
        (double low, double high) = ByStudent(isLogarithmic ? [.. sorted.Select(v => Math.Log(v))] : sorted);
        return isLogarithmic
            ? new Prediction(median, Math.Exp(low), Math.Exp(high))
            : new Prediction(median, Math.Max(0, low), Math.Max(0, high));
    }

    private static (double Low, double High) ByStudent(double[] values)
    {
        double mean = values.Average();
        double deviation = Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / (values.Length - 1));
        double reach = StudentT.Quantile(1 - Tail, values.Length - 1) * deviation * Math.Sqrt(1 + (1.0 / values.Length));
        return (mean - reach, mean + reach);
    }
}
