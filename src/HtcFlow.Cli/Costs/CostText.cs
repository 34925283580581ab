using System.Globalization;
using System.Text;
using HtcFlow.Cli.Forecasting;
using HtcFlow.Cli.Output;
using HtcFlow.Core.Money;

namespace HtcFlow.Cli.Costs;

/// <summary>Spells what a campaign has cost.</summary>
internal static class CostText
{
    private static readonly Purpose[] s_ofAttempts =
        [Purpose.Useful, Purpose.StageIn, Purpose.LostToReclaim, Purpose.LostToSlowness, Purpose.LostToFailure, Purpose.Cancelled, Purpose.Repeated];

    /// <summary>Formats the report.</summary>
    public static string Of(CostResult result)
    {
        MoneyReport report = result.Report;
        long simulations = report.Stages[^1].Finished;
        string each = report.PerSimulation is { } dollars ? $", {Money.Spell(dollars)} each" : "";
        var text = new StringBuilder();
        text.Append($"campaign {result.Campaign.Name}: {Money.Spell(report.Total)} for {Amounts.Count(simulations, "simulation")}{each}\n\n");
        text.Append(Stages(result)).Append('\n');
        text.Append(report.Pools.Count == 0 ? "" : $"{Pools(report)}\n");
        text.Append(Notes(report));
        return text.ToString();
    }

    private static TextTable Stages(CostResult result)
    {
        MoneyReport report = result.Report;
        var table = new TextTable(["stage", ">attempts", ">finished", ">dollars", ">a task", .. s_ofAttempts.Select(p => ">" + PurposeNames.Of(p))]);
        for (int s = 0; s < report.Stages.Count; s++)
        {
            StageMoney stage = report.Stages[s];
            table.Row(
            [
                result.Campaign.Stages[s].Name, Amounts.Number(stage.Attempts), Amounts.Number(stage.Finished), Money.Spell(stage.Total),
                report.PerTask(s) is { } dollars ? Money.Spell(dollars) : "-", .. s_ofAttempts.Select(p => Money.Spell(stage.Dollars[(int)p])),
            ]);
        }

        foreach (Purpose purpose in (Purpose[])[Purpose.IdleAndStart, Purpose.Unsettled])
        {
            if (report.Dollars[(int)purpose] > 0)
            {
                table.Row([PurposeNames.Of(purpose), "", "", Money.Spell(report.Dollars[(int)purpose]), "", .. s_ofAttempts.Select(_ => "")]);
            }
        }

        return table.Row(
        [
            "all", Amounts.Number(report.Stages.Sum(s => s.Attempts)), Amounts.Number(report.Stages.Sum(s => s.Finished)), Money.Spell(report.Total), "",
            .. s_ofAttempts.Select(p => Money.Spell(report.Dollars[(int)p])),
        ]);
    }

    private static TextTable Pools(MoneyReport report)
    {
        var table = new TextTable("machines", "zone", "life cycle", ">number", ">hours", ">dollars", ">useful");
        foreach (PoolMoney pool in report.Pools)
        {
            table.Row(
                pool.Type, pool.Zone.Length > 0 ? pool.Zone : "any", pool.IsSpot ? "spot" : "on-demand", pool.IsEstimated ? "-" : Amounts.Number(pool.Instances),
                pool.Hours.ToString("N1", CultureInfo.InvariantCulture), pool.Dollars is { } dollars ? Money.Spell(dollars) : "unknown",
                pool.Dollars > 0 ? $"{Math.Round(100 * pool.Useful / pool.Dollars.Value)} %" : "-");
        }

        return table;
    }

    private static string Notes(MoneyReport report)
    {
        var notes = new List<string>();
        void Note(bool isSo, string text) => notes.AddRange(isSo ? [text] : (string[])[]);
        Note(
            report.EstimatedAttempts > 0,
            $"estimated: {Amounts.Count(report.EstimatedAttempts, "attempt")} for {Money.Spell(report.EstimatedDollars)} on machines that no look at the account saw, by their type and the mean price of its zones");
        Note(
            report.UnpricedAttempts > 0,
            $"not in the sums: {Amounts.Count(report.UnpricedAttempts, "attempt")} of {Hours(report.UnpricedHours)} processor hours on machines of unknown price");
        Note(
            report.Pools.Any(p => p.Dollars is null),
            $"not in the sums: {Hours(report.Pools.Where(p => p.Dollars is null).Sum(p => p.Hours))} hours of machines of unknown price; --on-demand FILE tells prices on demand");
        Note(
            report.SilentAttempts > 0,
            $"{Amounts.Count(report.SilentAttempts, "attempt")} ended without a word; their time is in idle and start");
        Note(
            report.UnusedInstances > 0,
            $"{Amounts.Count(report.UnusedInstances, "instance")} for {Money.Spell(report.UnusedDollars)} ended no attempt of this campaign; {(report.UnusedInstances == 1 ? "it" : "they")} may have worked for others");
        Note(
            report.UnseenEnds > 0,
            $"nobody looked when {Amounts.Count(report.UnseenEnds, "instance")} ended; {(report.UnseenEnds == 1 ? "it counts" : "they count")} up to the last sign of {(report.UnseenEnds == 1 ? "it" : "them")}");
        Note(
            report.FreeInstances > 0,
            $"{Amounts.Count(report.FreeInstances, "spot instance")} worth {Money.Spell(report.FreeDollars)} cost nothing: EC2 took {(report.FreeInstances == 1 ? "it" : "them")} away within the first hour");
        return string.Concat(notes.Select(note => $"- {note}\n"));
    }

    private static string Hours(double hours) => hours.ToString("N1", CultureInfo.InvariantCulture);
}
