using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Money;
using HtcFlow.Forecast.Charts;

namespace HtcFlow.Cli.Costs;

/// <summary>A report with what it is about.</summary>
/// <param name="Campaign">Campaign.</param>
/// <param name="Report">The report.</param>
/// <param name="At">When it was made.</param>
internal sealed record CostResult(CampaignSpec Campaign, MoneyReport Report, DateTimeOffset At)
{
    /// <summary>The bars of a chart: one a stage, and one for machines without work.</summary>
    public IReadOnlyList<MoneyBar> Bars() =>
    [
        .. Campaign.Stages.Select((stage, at) => new MoneyBar(stage.Name, [.. Enumerable.Range(0, MoneyLedger.Purposes).Select(p => PartOf(Report.Stages[at].Dollars[p], p))])),
        new MoneyBar("no stage", [.. Enumerable.Range(0, MoneyLedger.Purposes).Select(p => PartOf(Report.Dollars[p] - Report.Stages.Sum(s => s.Dollars[p]), p))]),
    ];

    private static (string Name, double Dollars) PartOf(double dollars, int purpose) => (PurposeNames.Of((Purpose)purpose), Math.Max(0, dollars));
}
