using System.Text.Json;
using HtcFlow.Core.Money;

namespace HtcFlow.Cli.Costs;

/// <summary>What <c>cost --json</c> prints; dollars everywhere.</summary>
internal sealed record CostDocument(
    string Campaign,
    DateTimeOffset At,
    double Dollars,
    long Simulations,
    double? DollarsPerSimulation,
    IReadOnlyDictionary<string, double> Purposes,
    IReadOnlyList<CostStage> Stages,
    IReadOnlyList<PoolMoney> Pools,
    IReadOnlyDictionary<string, double> Types,
    IReadOnlyDictionary<string, double> Zones,
    IReadOnlyDictionary<string, double> LifeCycles,
    int FreeInstances,
    double FreeDollars,
    CostDoubts Doubts)
{
    /// <summary>Makes the document.</summary>
    public static CostDocument Of(CostResult result)
    {
        MoneyReport report = result.Report;
        return new CostDocument(
            result.Campaign.Name,
            result.At,
            report.Total,
            report.Stages[^1].Finished,
            report.PerSimulation,
            ByPurpose(report.Dollars),
            [
                .. report.Stages.Select((stage, s) => new CostStage(
                    result.Campaign.Stages[s].Name, stage.Attempts, stage.Finished, stage.Total, report.PerTask(s), ByPurpose(stage.Dollars))),
            ],
            report.Pools,
            By(report, p => p.Type),
            By(report, p => p.Zone),
            By(report, p => p.IsSpot ? "spot" : "on-demand"),
            report.FreeInstances,
            report.FreeDollars,
            CostDoubts.Of(report));
    }

    private static Dictionary<string, double> ByPurpose(IReadOnlyList<double> dollars) =>
        Enum.GetValues<Purpose>().ToDictionary(p => JsonNamingPolicy.CamelCase.ConvertName(p.ToString()), p => dollars[(int)p], StringComparer.Ordinal);

    private static Dictionary<string, double> By(MoneyReport report, Func<PoolMoney, string> key) =>
        report.Pools.GroupBy(key).ToDictionary(g => g.Key, g => g.Sum(p => p.Dollars ?? 0), StringComparer.Ordinal);
}
