using HtcFlow.Core.Money;

namespace HtcFlow.Cli.Costs;

/// <summary>What a report does not know for sure, in <c>cost --json</c>.</summary>
internal sealed record CostDoubts(
    long EstimatedAttempts,
    double EstimatedDollars,
    long UnpricedAttempts,
    double UnpricedProcessorHours,
    double UnpricedMachineHours,
    long SilentAttempts,
    int UnusedInstances,
    double UnusedDollars,
    int UnseenEnds)
{
    /// <summary>Takes them out of a report.</summary>
    public static CostDoubts Of(MoneyReport report) => new(
        report.EstimatedAttempts, report.EstimatedDollars, report.UnpricedAttempts, report.UnpricedHours,
        report.Pools.Where(p => p.Dollars is null).Sum(p => p.Hours), report.SilentAttempts, report.UnusedInstances, report.UnusedDollars, report.UnseenEnds);
}
