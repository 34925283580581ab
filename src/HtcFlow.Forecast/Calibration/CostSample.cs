namespace HtcFlow.Forecast.Calibration;

/// <summary>What simulations on machines of one type took so far, taken up one by one, and what that costs at the price of the type.</summary>
/// <remarks>
/// A price is known, for now and for weeks back, and only run times are sampled: pricing all samples alike keeps a price that moved between
/// two rounds from passing for a difference between machines.
/// </remarks>
public sealed class CostSample
{
    private double _mean;
    private double _squares;

    /// <summary>Simulations.</summary>
    public long Count { get; private set; }

    /// <summary>Dollars an hour for one machine, over the time for which a type is chosen; it may be set anew at any time.</summary>
    public double PerHour { get; set; } = 1;

    /// <summary>Mean dollars of a simulation.</summary>
    public double Mean => _mean * PerHour;

    /// <summary>Standard deviation of the dollars of a simulation; 0 with fewer than two.</summary>
    public double Deviation => Count < 2 ? 0 : Math.Sqrt(_squares / (Count - 1)) * PerHour;

    /// <summary>Adds a simulation (Welford's recurrence, which keeps its digits whatever the size of the mean).</summary>
    /// <param name="wallSeconds">Its wall time.</param>
    /// <param name="share">The share of the machine that it occupied.</param>
    public void Add(double wallSeconds, double share)
    {
        double hours = wallSeconds / 3600 * share;
        Count++;
        double step = hours - _mean;
        _mean += step / Count;
        _squares += step * (hours - _mean);
    }
}
