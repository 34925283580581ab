using HtcFlow.Forecast.Statistics;

namespace HtcFlow.Forecast.Calibration;

/// <summary>Dollars of a simulation as a sample says them, with the interval in which the true mean lies.</summary>
/// <param name="Mean">Mean of the sample.</param>
/// <param name="Low">Lower end of the interval.</param>
/// <param name="High">Upper end of the interval; infinite while the sample says nothing.</param>
public readonly record struct CostEstimate(double Mean, double Low, double High)
{
    // From here on Student's distribution is the normal one to three digits, and its finite sums get long.
    private const int MostDegrees = 200;

    // StudentT's quantiles reach to 0.999; beyond, Cornish and Fisher's expansion from the normal one is used (Abramowitz and Stegun 26.7.5).
    private const double MostShare = 0.999;

    /// <summary>The interval that holds the mean with a probability of 1 - <paramref name="error"/>.</summary>
    /// <remarks>Of a mean of ten or more run times, whose spread is a fraction of them, Student's t is right whatever their distribution is.</remarks>
    /// <param name="sample">Sample.</param>
    /// <param name="error">Probability that the mean lies outside, both ends together.</param>
    public static CostEstimate Of(CostSample sample, double error)
    {
        ArgumentNullException.ThrowIfNull(sample);
        if (sample.Count < 2)
        {
            return new CostEstimate(sample.Mean, 0, double.PositiveInfinity);
        }

        int degrees = (int)Math.Min(MostDegrees, sample.Count - 1);
        double share = 1 - (error / 2);
        double reach = (share <= MostShare ? StudentT.Quantile(share, degrees) : Expand(share, degrees)) * sample.Deviation / Math.Sqrt(sample.Count);
        return new CostEstimate(sample.Mean, Math.Max(0, sample.Mean - reach), sample.Mean + reach);
    }

    private static double Expand(double share, int degrees)
    {
        double z = Normal(1 - share);
        double cube = z * z * z;
        double fifth = cube * z * z;
        return z + ((cube + z) / (4 * degrees)) + (((5 * fifth) + (16 * cube) + (3 * z)) / (96.0 * degrees * degrees));
    }

    // Value above which a share of the normal distribution lies, to 4.5e-4 (Abramowitz and Stegun 26.2.23).
    private static double Normal(double above)
    {
        double t = Math.Sqrt(-2 * Math.Log(above));
        return t - ((2.515517 + (t * (0.802853 + (t * 0.010328)))) / (1 + (t * (1.432788 + (t * (0.189269 + (t * 0.001308)))))));
    }
}
