using HtcFlow.Campaigns.Yaml;
using HtcFlow.Core.Campaigns;

namespace HtcFlow.Campaigns.Drafts;

/// <summary>Retries as they are written.</summary>
internal sealed record RetryDraft
{
    /// <summary>What needs no further check.</summary>
    public RetrySpec Spec { get; init; } = new();

    /// <summary>Exit codes and ranges of them.</summary>
    public IReadOnlyList<ScalarNode> ExitCodes { get; init; } = [];
}
