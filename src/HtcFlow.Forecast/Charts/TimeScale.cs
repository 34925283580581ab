namespace HtcFlow.Forecast.Charts;

/// <summary>The unit in which a time axis counts, and its ticks.</summary>
/// <param name="Unit">Name of the unit.</param>
/// <param name="UnitSeconds">Its length in seconds.</param>
/// <param name="Ticks">Ticks in that unit.</param>
internal readonly record struct TimeScale(string Unit, double UnitSeconds, AxisTicks Ticks)
{
    // A unit is left for the next one when two of that would be shown: 120 s, 120 min, 72 h.
    private static readonly (string Unit, double Seconds, double Until, double[] Steps)[] s_units =
    [
        ("seconds", 1, 120, [1, 2, 5, 10, 15, 20]),
        ("minutes", 60, 7_200, [1, 2, 5, 10, 15, 20]),
        ("hours", 3_600, 259_200, [0.5, 1, 2, 3, 4, 6, 12]),
        ("days", 86_400, double.PositiveInfinity, [0.5, 1, 2, 5, 7, 14, 28, 56, 112, 224, 448]),
    ];

    /// <summary>The scale for a time axis from 0.</summary>
    /// <param name="until">Its end.</param>
    /// <param name="most">Most steps.</param>
    public static TimeScale Of(TimeSpan until, int most)
    {
        (string unit, double seconds, _, double[] steps) = s_units.First(u => until.TotalSeconds <= u.Until);
        double length = until.TotalSeconds / seconds;
        double step = steps.FirstOrDefault(s => length / s <= most, steps[^1]);
        return new TimeScale(unit, seconds, new AxisTicks(step, Math.Max(1, Math.Ceiling((length / step) - 1e-9)) * step));
    }
}
