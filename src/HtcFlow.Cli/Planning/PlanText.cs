using System.Globalization;
using System.Text;
using HtcFlow.Cli.Output;

namespace HtcFlow.Cli.Planning;

/// <summary>Spells a plan for people.</summary>
internal static class PlanText
{
    private const int MostStagedShown = 20;

    /// <summary>Formats a plan.</summary>
    public static string Of(CampaignPlan plan)
    {
        var text = new StringBuilder();
        text.Append($"campaign {plan.Campaign}: {Amounts.Count(plan.Tasks, "task")} in {Amounts.Count(plan.Stages.Count, "stage")}\n");
        text.Append($"  store    {plan.Store}\n");
        text.Append($"  backend  {plan.Backend}\n");
        Line(text, plan.Backend == Aws.AwsBatchSetup.Kind ? "service" : "cluster", plan.Notes);
        text.Append(plan.Window > 0 ? $"  window   {Amounts.Count(plan.Window, "element")}\n" : "");
        Line(text, "targets", [.. plan.Targets.Select(Describe)]);
        foreach (StagePlan stage in plan.Stages)
        {
            Append(text, stage);
        }

        text.Append($"\nstaged once: {Amounts.Count(plan.Staged.Count, "file")}\n");
        foreach (Planning.StagedInput input in plan.Staged.Take(MostStagedShown))
        {
            text.Append($"  {input.Kind,-8} {input.Path}\n");
        }

        text.Append(plan.Staged.Count > MostStagedShown ? $"  and {plan.Staged.Count - MostStagedShown} more\n" : "");
        bool least = plan.Stages.Any(s => s.OutputsAreLeast);
        text.Append($"\nin the store at the end: {(least ? "at least " : "")}{Amounts.Count(plan.Objects, "object")} besides checkpoints and what commands print; ");
        text.Append($"all outcomes in {Amounts.Count(plan.ListPages, "LIST page")}\n");
        text.Append("nothing was submitted\n");
        return text.ToString();
    }

    private static void Append(StringBuilder text, StagePlan stage)
    {
        string most = stage.PackIsAutomatic ? "at most " : "";
        text.Append($"\nstage {stage.Name}: {Amounts.Count(stage.Tasks, "task")}, {most}{Amounts.Count(stage.Elements, "element")} of ");
        text.Append($"{(stage.Pack == 1 ? "1 task" : $"up to {stage.Pack} tasks")}, {most}{Amounts.Count(stage.Arrays, "array job")}\n");
        text.Append(stage.PackIsAutomatic ? "  pack     by measured task times\n" : "");
        Line(text, "priority", stage.Priority == 0 ? [] : [stage.Priority.ToString(CultureInfo.InvariantCulture)]);
        Line(text, "targets", stage.Targets.Count == 0 ? [] : [string.Join(", ", stage.Targets)]);
        Line(text, "sweep", stage.Axes);
        Line(text, "after", stage.After);
        text.Append($"  outputs  {(stage.OutputsAreLeast ? "at least " : "")}{Amounts.Count(stage.OutputsPerTask, "file")} a task\n");
        text.Append($"  first    {stage.First}\n");
        text.Append(stage.Tasks > 1 ? $"  last     {stage.Last}\n" : "");
    }

    private static string Describe(TargetPlan target)
    {
        string weight = string.Create(CultureInfo.InvariantCulture, $"{target.Name}: weight {target.Weight}");
        return string.Join(", ", [weight, .. target.Options.OrderBy(o => o.Key, StringComparer.Ordinal).Select(o => $"{o.Key} {o.Value}")]);
    }

    private static void Line(StringBuilder text, string title, IReadOnlyList<string> items)
    {
        for (int i = 0; i < items.Count; i++)
        {
            text.Append($"  {(i == 0 ? title : ""),-8} {items[i]}\n");
        }
    }
}
