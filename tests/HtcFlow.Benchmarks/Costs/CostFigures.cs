namespace HtcFlow.Benchmarks.Costs;

/// <summary>What a campaign has cost by <c>htcflow cost</c> and by the cloud's own bill.</summary>
/// <param name="Reported">Dollars of each type as reported.</param>
/// <param name="Billed">Dollars of each type as billed.</param>
/// <param name="Total">All dollars as reported.</param>
/// <param name="Instances">Instances on the bill.</param>
/// <param name="Free">Instances that cost nothing, because they were taken away within an hour.</param>
/// <param name="Attempts">Attempts that ended.</param>
/// <param name="Hours">Virtual time of the run.</param>
internal sealed record CostFigures(
    IReadOnlyDictionary<string, double> Reported,
    IReadOnlyDictionary<string, double> Billed,
    double Total,
    int Instances,
    int Free,
    long Attempts,
    double Hours)
{
    /// <summary>The bill.</summary>
    public double Bill => Billed.Values.Sum();

    /// <summary>How far the report is from the bill.</summary>
    public double ErrorPercent => 100 * Math.Abs(Total - Bill) / Bill;

    /// <summary>How far single types are from their lines, weighted by the dollars of those.</summary>
    public double TypeErrorPercent => 100 * Billed.Keys.Union(Reported.Keys)
        .Sum(type => Math.Abs(Reported.GetValueOrDefault(type) - Billed.GetValueOrDefault(type))) / Bill;
}
