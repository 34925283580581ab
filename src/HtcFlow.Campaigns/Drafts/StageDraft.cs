using System.Collections.Immutable;
using HtcFlow.Campaigns.Yaml;
using HtcFlow.Core.Campaigns;

namespace HtcFlow.Campaigns.Drafts;

/// <summary>A stage as it is written; what is missing or faulty has the value of an absent key.</summary>
internal sealed record StageDraft
{
    public ImmutableList<SweepPart> Sweep { get; init; } = [];

    public ImmutableList<EdgeDraft> After { get; init; } = [];

    public IReadOnlyList<ScalarNode> Command { get; init; } = [];

    public ImmutableList<KeyValuePair<ScalarNode, ScalarNode>> Environment { get; init; } = [];

    public IReadOnlyList<InputDraft> Inputs { get; init; } = [];

    public ImmutableList<KeyValuePair<ScalarNode, IReadOnlyList<BuildDraft>>> Binaries { get; init; } = [];

    public IReadOnlyList<OutputDraft> Outputs { get; init; } = [];

    public CheckpointDraft? Checkpoint { get; init; }

    public ResourceSpec Resources { get; init; } = new();

    public WatchSpec Watch { get; init; } = new();

    public RetryDraft Retry { get; init; } = new();

    public int Pack { get; init; } = 1;

    public bool IsPackAutomatic { get; init; }

    public int Priority { get; init; }

    public IReadOnlyList<ScalarNode>? Targets { get; init; }

    public Tolerance Tolerate { get; init; }
}
