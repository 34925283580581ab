using System.Text;
using HtcFlow.Core.State;
using HtcFlow.Engine.Views;

namespace HtcFlow.Cli.Output;

/// <summary>Sums a campaign up in one line.</summary>
internal static class Summary
{
    /// <summary>For example <c>campaign hamr: 220 tasks, 0 failed, 3 retries, 1m12s</c>.</summary>
    public static string Of(CampaignView view)
    {
        var text = new StringBuilder();
        text.Append($"campaign {view.Name}: {view.Total} task{(view.Total == 1 ? "" : "s")}, {view.Stages.Sum(s => s.Failed)} failed");
        Add(text, view.Stages.Sum(s => s.Cancelled), "cancelled");
        Add(text, view.Stages.Sum(s => s.Skipped), "skipped");
        Add(text, view.Phase == CampaignPhase.Ended ? 0 : view.Total - view.Succeeded - view.Fruitless, "left");
        Add(text, view.Retries, view.Retries == 1 ? "retry" : "retries");
        return text.Append($", {Amounts.Duration(view.At - view.CreatedAt)}").ToString();
    }

    /// <summary>Says where to look when tasks have no result.</summary>
    public static string HintAfterFailures(CampaignView view)
    {
        StageView? failing = view.Stages.FirstOrDefault(s => s.Failed > 0);
        return failing is null
            ? $"  help: `htcflow tasks {view.Name} --state cancelled,skipped` lists the tasks without a result; `htcflow retry {view.Name}` tries them again"
            : $"  help: `htcflow tasks {view.Name} --state failed` lists them; `htcflow logs {view.Name} {failing.Name} INDEX --stderr` shows why; "
                + $"`htcflow retry {view.Name}` tries them again";
    }

    private static void Add(StringBuilder text, long count, string what)
    {
        if (count > 0)
        {
            text.Append($", {count} {what}");
        }
    }
}
