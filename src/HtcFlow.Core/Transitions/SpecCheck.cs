using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Sweeps;

namespace HtcFlow.Core.Transitions;

/// <summary>Checks what the state machine relies on in a campaign, whoever made it; the reader of files says it better and earlier.</summary>
internal static class SpecCheck
{
    public static void Require(CampaignSpec spec)
    {
        Applier.Require(spec.Stages is { Count: > 0 } && spec.Stages.All(s => s?.Sweep is not null), "a campaign needs stages with sweeps");
        for (int s = 0; s < spec.Stages.Count; s++)
        {
            StageSpec stage = spec.Stages[s];
            Applier.Require(spec.StageIndexOf(stage.Name) == s, $"two stages are named {stage.Name}");
            Applier.Require(
                stage.Targets is null || (stage.Targets.Count > 0 && stage.Targets.All(name => HasTarget(spec.Backend, name))),
                $"stage {stage.Name} is pinned to targets that do not exist");
            foreach (EdgeSpec edge in stage.After)
            {
                int before = spec.StageIndexOf(edge.Stage);
                Applier.Require(before >= 0 && before < s, $"stage {stage.Name} does not follow {edge.Stage}");
                Applier.Require(Matches(edge, spec.Stages[before].Sweep, stage.Sweep), $"stages {edge.Stage} and {stage.Name} do not match");
            }
        }
    }

    private static bool HasTarget(BackendSpec backend, string name) => backend.Targets?.Any(target => target.Name == name) == true;

    private static bool Matches(EdgeSpec edge, Sweep before, Sweep after) => edge.Kind switch
    {
        EdgeKind.All => true,
        EdgeKind.Each => before.Count == after.Count,
        EdgeKind.Axes => edge.Axes.Count > 0 && edge.Axes.All(axis => Matches(axis, before, after)),
        _ => false,
    };

    private static bool Matches(string axis, Sweep before, Sweep after)
    {
        int first = before.DimensionOf(axis);
        int second = after.DimensionOf(axis);
        return first >= 0 && second >= 0 && before.Dimensions[first].Count == after.Dimensions[second].Count;
    }
}
