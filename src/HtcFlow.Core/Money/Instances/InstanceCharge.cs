namespace HtcFlow.Core.Money.Instances;

/// <summary>What an instance is charged.</summary>
/// <param name="From">From when on.</param>
/// <param name="To">Up to when.</param>
/// <param name="Dollars">Dollars; null when its price is not known.</param>
/// <param name="Waived">Dollars that it would have cost had its cloud not taken it away so soon.</param>
/// <param name="IsEndSeen">Whether looks saw its end, or that it still runs.</param>
internal readonly record struct InstanceCharge(DateTimeOffset From, DateTimeOffset To, double? Dollars, double Waived, bool IsEndSeen);
