using HtcFlow.Campaigns.Yaml;
using HtcFlow.Core.Campaigns;

namespace HtcFlow.Campaigns.Drafts;

/// <summary>A dependency as it is written.</summary>
internal sealed record EdgeDraft(ScalarNode Stage, EdgeKind Kind, IReadOnlyList<ScalarNode> Axes);
