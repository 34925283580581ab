using HtcFlow.Core.Campaigns;

namespace HtcFlow.Cli.Planning;

/// <summary>What a campaign amounts to before it is submitted.</summary>
/// <param name="Campaign">Name.</param>
/// <param name="Store">Store.</param>
/// <param name="Backend">Backend.</param>
/// <param name="Tasks">Tasks of all stages.</param>
/// <param name="Arrays">Array jobs of all stages.</param>
/// <param name="Objects">Objects that it leaves in the store, besides checkpoints and what commands print.</param>
/// <param name="ListPages">Pages in which all outcomes are learned.</param>
/// <param name="Staged">Files that are put into the store once, before the first task.</param>
/// <param name="Stages">Its stages.</param>
internal sealed record CampaignPlan(
    string Campaign, string Store, string Backend, long Tasks, long Arrays, long Objects, long ListPages,
    IReadOnlyList<StagedInput> Staged, IReadOnlyList<StagePlan> Stages)
{
    /// <summary>Most elements outstanding at a time; 0 leaves it to the backend.</summary>
    public long Window { get; init; }

    /// <summary>What the scheduler of a cluster allows, and what the engine does itself; empty elsewhere.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Targets among which array jobs are shared out; empty when there are none.</summary>
    public IReadOnlyList<TargetPlan> Targets { get; init; } = [];

    /// <summary>Plans a campaign; the cost does not grow with its tasks.</summary>
    public static CampaignPlan Of(CampaignSpec spec, ArrayRoom room)
    {
        StagePlan[] stages = [.. spec.Stages.Select(stage => StageEstimate.Of(spec, stage, room))];
        StagedInput[] staged = [.. StagedInput.Of(spec)];

        // The plan itself is an object too.
        long objects = stages.Sum(stage => stage.Objects) + staged.Length + 1;
        return new CampaignPlan(
            spec.Name, spec.Store, spec.Backend.Kind, spec.TaskCount, stages.Sum(s => s.Arrays), objects,
            stages.Sum(s => s.ListPages), staged, stages)
        {
            Window = spec.Backend.Window,
            Notes = room.Notes,
            Targets = [.. (spec.Backend.Targets ?? []).Select(t => new TargetPlan(t.Name, t.Weight, t.Options))],
        };
    }
}
