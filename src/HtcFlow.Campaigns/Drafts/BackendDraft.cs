using System.Collections.Immutable;
using HtcFlow.Campaigns.Yaml;

namespace HtcFlow.Campaigns.Drafts;

/// <summary>A backend as it is written.</summary>
/// <param name="At">Where it is named without options, else null.</param>
/// <param name="Kind">One of the backends' names.</param>
/// <param name="Options">Its options.</param>
internal sealed record BackendDraft(ScalarNode? At, string Kind, ImmutableDictionary<string, string> Options)
{
    public long Window { get; init; }

    public ImmutableList<KeyValuePair<ScalarNode, TargetDraft>> Targets { get; init; } = [];
}
