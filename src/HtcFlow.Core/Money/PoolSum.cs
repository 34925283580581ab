namespace HtcFlow.Core.Money;

/// <summary>Machines of a kind while they are added up.</summary>
internal readonly record struct PoolSum(int Instances, double Hours, double Dollars, double Useful, bool IsUnpriced)
{
    /// <summary>The sum with more of them.</summary>
    public PoolSum Plus(int instances, double hours, double dollars, double useful, bool isUnpriced) =>
        new(Instances + instances, Hours + hours, Dollars + dollars, Useful + useful, IsUnpriced || isUnpriced);

    /// <summary>The sum for a report.</summary>
    public PoolMoney ToMoney(string type, string zone, bool isSpot) => new(type, zone, isSpot, Instances, Hours, IsUnpriced ? null : Dollars, Useful);
}
