using HtcFlow.Campaigns.Yaml;
using HtcFlow.Core.Campaigns;

namespace HtcFlow.Campaigns.Drafts;

/// <summary>Checkpoints as they are written.</summary>
internal sealed record CheckpointDraft
{
    /// <summary>What needs no further check.</summary>
    public CheckpointSpec Spec { get; init; } = new() { Files = [] };

    /// <summary>Globs of the files.</summary>
    public IReadOnlyList<ScalarNode> Files { get; init; } = [];

    /// <summary>Glob of the file that completes a generation.</summary>
    public ScalarNode? CommitOn { get; init; }
}
