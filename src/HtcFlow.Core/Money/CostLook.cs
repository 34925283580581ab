namespace HtcFlow.Core.Money;

/// <summary>What the targets of a campaign had cost at a moment.</summary>
/// <param name="At">When it was counted.</param>
/// <param name="Targets">The targets in the campaign's order; null for one of which the prices are not known.</param>
public sealed record CostLook(DateTimeOffset At, IReadOnlyList<TargetMoney?> Targets);
