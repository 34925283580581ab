namespace HtcFlow.Forecast.Charts;

/// <summary>A bar of a <see cref="MoneyChart"/>.</summary>
/// <param name="Label">What it stands for.</param>
/// <param name="Parts">Its parts from left to right, the same names in the same order in every bar.</param>
public sealed record MoneyBar(string Label, IReadOnlyList<(string Name, double Dollars)> Parts)
{
    /// <summary>Dollars of all parts.</summary>
    public double Total => Parts.Sum(p => p.Dollars);
}
