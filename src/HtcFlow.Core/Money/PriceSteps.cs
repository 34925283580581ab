namespace HtcFlow.Core.Money;

/// <summary>A price over time: each holds from its moment until the next one; the first also holds before its moment.</summary>
public sealed class PriceSteps
{
    private readonly DateTimeOffset[] _from;
    private readonly double[] _perHour;

    // Dollars from the first moment to each one, so that the cost of any span takes two searches, however many prices it crosses.
    private readonly double[] _before;

    /// <summary>Takes prices in dollars an hour, at least one.</summary>
    /// <param name="prices">Moments with the price from then on, in any order; of equal moments the last counts.</param>
    /// <exception cref="ArgumentException">There is none, or one is negative or no number.</exception>
    public PriceSteps(IEnumerable<(DateTimeOffset From, double PerHour)> prices)
    {
        (DateTimeOffset From, double PerHour)[] sorted = [.. prices.GroupBy(p => p.From).Select(same => same.Last()).OrderBy(p => p.From)];
        if (sorted.Length == 0 || Array.Exists(sorted, p => !(p.PerHour >= 0) || double.IsInfinity(p.PerHour)))
        {
            throw new ArgumentException("A price over time needs prices of zero or more.", nameof(prices));
        }

        _from = [.. sorted.Select(p => p.From)];
        _perHour = [.. sorted.Select(p => p.PerHour)];
        _before = new double[sorted.Length];
        for (int p = 1; p < sorted.Length; p++)
        {
            _before[p] = _before[p - 1] + (_perHour[p - 1] * (_from[p] - _from[p - 1]).TotalHours);
        }
    }

    /// <summary>Price at a moment, in dollars an hour.</summary>
    public double At(DateTimeOffset moment) => _perHour[IndexAt(moment)];

    /// <summary>Cost in dollars of one machine from one moment to another; 0 when the second is not later.</summary>
    public double Cost(DateTimeOffset from, DateTimeOffset to) => to <= from ? 0 : Until(to) - Until(from);

    // Negative before the first moment, where the first price holds.
    private double Until(DateTimeOffset moment)
    {
        int p = IndexAt(moment);
        return _before[p] + (_perHour[p] * (moment - _from[p]).TotalHours);
    }

    private int IndexAt(DateTimeOffset moment)
    {
        int found = Array.BinarySearch(_from, moment);
        return found >= 0 ? found : Math.Max(0, ~found - 1);
    }
}
