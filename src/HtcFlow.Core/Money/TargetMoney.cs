namespace HtcFlow.Core.Money;

/// <summary>What one target has cost since the campaign began.</summary>
/// <param name="Dollars">Dollars by stage: of attempts that ended, and of machines that had no work, shared out as the work on them.</param>
/// <param name="Finished">Tasks with a result, by stage.</param>
public sealed record TargetMoney(IReadOnlyList<double> Dollars, IReadOnlyList<long> Finished);
