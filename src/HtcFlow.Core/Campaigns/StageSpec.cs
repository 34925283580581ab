using HtcFlow.Core.Sweeps;

namespace HtcFlow.Core.Campaigns;

/// <summary>One step of a campaign: a command, the sweep it runs over, and what each of its tasks needs and makes.</summary>
public sealed record StageSpec
{
    /// <summary>Name, unique in the campaign; see <see cref="Ids.CampaignName"/>.</summary>
    public required string Name { get; init; }

    /// <summary>Parameter space; one task an element.</summary>
    public required Sweep Sweep { get; init; }

    /// <summary>What must have ended before a task may start.</summary>
    public IReadOnlyList<EdgeSpec> After { get; init; } = [];

    /// <summary>Program and arguments, each a template; never interpreted by a shell. The first may name one of <see cref="Binaries"/>.</summary>
    public required IReadOnlyList<string> Command { get; init; }

    /// <summary>Environment variables set for the command, values are templates.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Files that stand in the scratch directory before the command starts.</summary>
    public IReadOnlyList<InputSpec> Inputs { get; init; } = [];

    /// <summary>Programs with one build for each CPU level.</summary>
    public IReadOnlyList<BinarySpec> Binaries { get; init; } = [];

    /// <summary>Files that make a task complete.</summary>
    public IReadOnlyList<OutputSpec> Outputs { get; init; } = [];

    /// <summary>Checkpoints, or null when the command writes none.</summary>
    public CheckpointSpec? Checkpoint { get; init; }

    /// <summary>What one task occupies.</summary>
    public ResourceSpec Resources { get; init; } = new();

    /// <summary>When an attempt is too slow to go on.</summary>
    public WatchSpec Watch { get; init; } = new();

    /// <summary>Which ends of an attempt lead to another one.</summary>
    public RetrySpec Retry { get; init; } = new();

    /// <summary>Tasks that one backend element runs one after the other, at least 1.</summary>
    public int Pack { get; init; } = 1;

    /// <summary>Whether the pack follows from measured task times and the backend's cost of a start; <see cref="Pack"/> is then the most.</summary>
    public bool IsPackAutomatic { get; init; }

    /// <summary>Stages of a higher priority are planned first, -1000 .. 1000; equal ones share the window fairly.</summary>
    public int Priority { get; init; }

    /// <summary>Names of the backend's targets that its arrays may go to, at least one; null for any.</summary>
    public IReadOnlyList<string>? Targets { get; init; }

    /// <summary>Failed tasks with which the stage still counts as done, for the stages that wait for all of it or for a group.</summary>
    public long Tolerate { get; init; }
}
