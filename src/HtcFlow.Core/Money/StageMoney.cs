namespace HtcFlow.Core.Money;

/// <summary>What a stage has cost.</summary>
/// <param name="Dollars">Dollars of its attempts by <see cref="Purpose"/>; idle machines belong to no stage.</param>
/// <param name="Attempts">Attempts that ended.</param>
/// <param name="Finished">Tasks with a result.</param>
public sealed record StageMoney(IReadOnlyList<double> Dollars, long Attempts, long Finished)
{
    /// <summary>Dollars of the time for which the machines on which they ended had no work, shared out as the work on each; part of no stage's dollars.</summary>
    public double Idle { get; init; }

    /// <summary>Attempts of which no price is known; they cost nothing here.</summary>
    public long Priceless { get; init; }

    /// <summary>Dollars of all its attempts.</summary>
    public double Total => Dollars.Sum();
}
