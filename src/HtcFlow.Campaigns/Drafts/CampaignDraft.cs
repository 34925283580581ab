using System.Collections.Immutable;
using HtcFlow.Campaigns.Yaml;

namespace HtcFlow.Campaigns.Drafts;

/// <summary>A campaign as it is written, before anything is checked that concerns more than one key.</summary>
internal sealed record CampaignDraft
{
    public ScalarNode? Name { get; init; }

    public string Description { get; init; } = "";

    public ScalarNode? Store { get; init; }

    public BackendDraft Backend { get; init; } = new(null, "local", ImmutableDictionary<string, string>.Empty);

    public ImmutableList<KeyValuePair<ScalarNode, ScalarNode>> Variables { get; init; } = [];

    public ImmutableList<KeyValuePair<ScalarNode, StageDraft>> Stages { get; init; } = [];
}
