using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Substitution;

namespace HtcFlow.Cli.Fetching;

/// <summary>Decides in which directory the outputs of a task go.</summary>
internal static class TaskLayout
{
    /// <summary>The layout when none is given.</summary>
    public const string Standard = "${stage.name}/${task.index}";

    /// <summary>Says what is wrong with a layout; null when it gives every task a directory of its own.</summary>
    public static string? Refuse(CampaignSpec campaign, string? stage, string layout)
    {
        Template template;
        try
        {
            template = Template.Parse(layout);
        }
        catch (TemplateException e)
        {
            return $"the layout '{layout}' cannot be read: {e.Message}";
        }

        HashSet<string> names = [.. template.Names.Select(n => n.Name)];
        foreach (StageSpec one in campaign.Stages.Where(s => stage is null || s.Name == stage))
        {
            if (names.FirstOrDefault(n => new TaskBindings(campaign.Name, one.Name, one.Sweep, campaign.Variables, 0).Lookup(n) is null) is { } unknown)
            {
                return $"the layout '{layout}' uses '{unknown}', which stage {one.Name} does not have";
            }

            bool tellsTasks = names.Contains("task.index")
                || one.Sweep.Dimensions.All(d => d.Count == 1 || d.Axes.Any(axis => names.Contains(axis.Name)));
            if (!tellsTasks)
            {
                return $"the layout '{layout}' puts several tasks of stage {one.Name} into one directory; add ${{task.index}} or its other axes";
            }
        }

        bool tellsStages = stage is not null || campaign.Stages.Count == 1 || names.Contains("stage.name");
        return tellsStages ? null : $"the layout '{layout}' puts several stages into one directory; add ${{stage.name}} or name a --stage";
    }

    /// <summary>Path of an output below the target; null when it would leave it (a store is not to be trusted with that).</summary>
    public static string? PathOf(FetchTarget target, CampaignSpec campaign, StageSpec stage, long index, string file)
    {
        var bindings = new TaskBindings(campaign.Name, stage.Name, stage.Sweep, campaign.Variables, index);
        string root = target.Directory.TrimEnd('/') + "/";
        string path = Path.GetFullPath(Path.Combine(root, bindings.Render(target.Layout).Trim('/'), file));
        return path.StartsWith(root, StringComparison.Ordinal) ? path : null;
    }
}
