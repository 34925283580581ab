namespace HtcFlow.Backends.Simulated.World;

/// <summary>A price over time: it holds from its time until the next one; the first also holds before its time.</summary>
public sealed class PriceSeries
{
    private readonly TimeSpan[] _times;
    private readonly double[] _prices;

    /// <summary>Takes prices in dollars an hour, at least one.</summary>
    /// <param name="prices">Times from the begin of the simulation, in any order, with the price from then on; of equal times the last counts.</param>
    /// <exception cref="ArgumentException">There is none, or one is negative or no number.</exception>
    public PriceSeries(IEnumerable<(TimeSpan At, double Dollars)> prices)
    {
        (TimeSpan At, double Dollars)[] sorted = [.. prices.OrderBy(p => p.At)];
        if (sorted.Length == 0 || Array.Exists(sorted, p => !(p.Dollars >= 0) || double.IsInfinity(p.Dollars)))
        {
            throw new ArgumentException("A price series needs prices of zero or more.", nameof(prices));
        }

        _times = [.. sorted.Select(p => p.At)];
        _prices = [.. sorted.Select(p => p.Dollars)];
    }

    /// <summary>A price that does not move.</summary>
    public static PriceSeries Fixed(double dollars) => new([(TimeSpan.Zero, dollars)]);

    /// <summary>Price at a time, in dollars an hour.</summary>
    public double At(TimeSpan time) => _prices[IndexAt(time)];

    /// <summary>Cost in dollars of one machine from one time to another.</summary>
    public double Cost(TimeSpan from, TimeSpan to)
    {
        double dollars = 0;
        int p = IndexAt(from);
        while (from < to)
        {
            TimeSpan next = p + 1 < _times.Length && _times[p + 1] < to ? _times[p + 1] : to;
            dollars += _prices[p] * (next - from).TotalHours;
            from = next;
            p++;
        }

        return dollars;
    }

    private int IndexAt(TimeSpan time)
    {
        int found = Array.BinarySearch(_times, time);
        if (found < 0)
        {
            return Math.Max(0, ~found - 1);
        }

        while (found + 1 < _times.Length && _times[found + 1] == time)
        {
            found++;
        }

        return found;
    }
}
