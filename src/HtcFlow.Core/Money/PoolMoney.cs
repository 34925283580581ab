namespace HtcFlow.Core.Money;

/// <summary>What machines of a kind have cost.</summary>
/// <param name="Type">Type, for example <c>c5.4xlarge</c>.</param>
/// <param name="Zone">Zone; empty for machines that are only known by the attempts on them.</param>
/// <param name="IsSpot">Whether they cost the spot price.</param>
/// <param name="Instances">How many there were; 0 for those that are only known by the attempts on them.</param>
/// <param name="Hours">Hours that they ran, all together; for machines only known by attempts those of the share that these occupied.</param>
/// <param name="Dollars">What that cost; null when no price is known.</param>
/// <param name="Useful">The part of the dollars that made results.</param>
public sealed record PoolMoney(string Type, string Zone, bool IsSpot, int Instances, double Hours, double? Dollars, double Useful)
{
    /// <summary>Whether the machines are only known by the attempts on them.</summary>
    public bool IsEstimated => Instances == 0;
}
