namespace HtcFlow.Forecast.Charts;

/// <summary>Chooses round numbers along an axis.</summary>
/// <param name="Step">Distance between two ticks.</param>
/// <param name="Last">Last tick, at or above the largest value; the first one is 0.</param>
internal readonly record struct AxisTicks(double Step, double Last)
{
    private static readonly double[] s_round = [1, 2, 5, 10];

    /// <summary>Ticks in decimal steps: 1, 2 or 5 times a power of ten.</summary>
    /// <param name="largest">Largest value, at least 0.</param>
    /// <param name="most">Most steps.</param>
    /// <param name="least">Smallest step.</param>
    public static AxisTicks Decimal(double largest, int most, double least)
    {
        double rough = Math.Max(largest / most, least);
        double power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        double step = s_round.First(r => r * power >= rough * (1 - 1e-9)) * power;
        return new AxisTicks(step, Math.Max(1, Math.Ceiling((largest / step) - 1e-9)) * step);
    }

    /// <summary>The ticks, from 0 on.</summary>
    public IEnumerable<double> All()
    {
        for (int i = 0; i * Step <= Last + (Step / 2); i++)
        {
            yield return i * Step;
        }
    }
}
