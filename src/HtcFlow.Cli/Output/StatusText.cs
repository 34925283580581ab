using System.Globalization;
using System.Text;
using HtcFlow.Cli.Output.Documents;
using HtcFlow.Core.State;
using HtcFlow.Core.Wire;
using HtcFlow.Engine.Views;

namespace HtcFlow.Cli.Output;

/// <summary>Spells campaigns for <c>status</c>.</summary>
internal static class StatusText
{
    /// <summary>One line a campaign.</summary>
    public static string All(IReadOnlyList<(CampaignView View, string? Engine)> campaigns, IReadOnlyList<UnreadableDocument> unreadable, string home)
    {
        if (campaigns.Count + unreadable.Count == 0)
        {
            return $"no campaign was submitted from here yet (looked in {home}); `htcflow submit FILE` submits one\n";
        }

        var table = new TextTable("campaign", "phase", ">done", ">tasks", ">failed", ">running", ">rate", ">left", "engine");
        foreach ((CampaignView view, string? engine) in campaigns)
        {
            table.Row(
                view.Name, PhaseNames.Of(view.Phase), Amounts.Number(view.Succeeded), Amounts.Number(view.Total), Amounts.Number(view.Fruitless),
                Amounts.Number(view.Stages.Sum(s => s.Running)), Rate(view, engine), Left(view, engine), EngineOf(view, engine));
        }

        var text = new StringBuilder(campaigns.Count == 0 ? "" : table.ToString());
        foreach (UnreadableDocument campaign in unreadable)
        {
            text.Append($"{campaign.Campaign}: unreadable: {campaign.Error}\n");
        }

        return text.ToString();
    }

    /// <summary>One campaign in detail.</summary>
    public static string Detail(CampaignView view, string? engine)
    {
        var text = new StringBuilder();
        text.Append($"campaign   {view.Name}\n");
        text.Append($"phase      {PhaseNames.Of(view.Phase)}{(view.Reason.Length > 0 && view.Phase != CampaignPhase.Ended ? $" ({view.Reason})" : "")}\n");
        text.Append($"engine     {EngineOf(view, engine)}\n");
        text.Append($"store      {S3Address.Place(view.Store, view.Name)}\n");
        text.Append($"backend    {view.Backend}\n");
        bool hasEnded = view.Phase == CampaignPhase.Ended;
        string span = Amounts.Duration(view.At - view.CreatedAt);
        text.Append($"submitted  {Amounts.Moment(view.CreatedAt)} ({(hasEnded ? $"took {span}" : $"{span} ago")})\n");
        text.Append(hasEnded ? "" : $"rate       {Rate(view, engine)}, {Left(view, engine)} left\n");
        text.Append($"retries    {Amounts.Number(view.Retries)}\n");
        text.Append(view.Quarantined == 0 ? "\n" : $"hosts      {Amounts.Number(view.Quarantined)} in quarantine, the last {view.QuarantineReason}\n\n");
        var table = new TextTable(
            "stage", ">tasks", ">done", ">running", ">queued", ">waiting", ">retrying", ">failed", ">cancelled", ">skipped", ">a task");
        foreach (StageView stage in view.Stages)
        {
            table.Row(
                stage.Name, Amounts.Number(stage.Total), Amounts.Number(stage.Succeeded), Amounts.Number(stage.Running),
                Amounts.Number(stage.Submitted), Amounts.Number(stage.Pending), Amounts.Number(stage.Retrying), Amounts.Number(stage.Failed),
                Amounts.Number(stage.Cancelled), Amounts.Number(stage.Skipped),
                stage.MeanSeconds > 0 ? Amounts.Duration(TimeSpan.FromSeconds(stage.MeanSeconds)) : "-");
        }

        return text.Append(table).Append(Targets(view)).ToString();
    }

    private static string Targets(CampaignView view)
    {
        if (view.Targets.Count == 0)
        {
            return "";
        }

        var table = new TextTable("target", ">weight", ">share", ">outstanding", ">$ a task", "because");
        foreach (TargetView target in view.Targets)
        {
            table.Row(
                target.Name, target.Weight.ToString("0.###", CultureInfo.InvariantCulture), target.Share.ToString("0 %", CultureInfo.InvariantCulture),
                Amounts.Number(target.Outstanding), target.DollarsPerSimulation?.ToString("0.######", CultureInfo.InvariantCulture) ?? "-",
                target.SuspendedUntil is { } until ? $"gets none before {Amounts.Moment(until)}: {target.Trouble}" : target.Reason);
        }

        return "\n" + table;
    }

    private static string Rate(CampaignView view, string? engine) =>
        engine is null || view.Phase == CampaignPhase.Ended ? "-" : Amounts.Rate(view.TasksPerSecond);

    private static string Left(CampaignView view, string? engine) =>
        engine is not null && view.TimeLeft is { } left ? Amounts.Duration(left) : "-";

    private static string EngineOf(CampaignView view, string? engine) =>
        engine?.Split(' ') is [var process, var host, ..] ? $"process {process} on {host}"
        : view.Phase == CampaignPhase.Ended ? "-"
        : $"none: htcflow resume {view.Name}";
}
