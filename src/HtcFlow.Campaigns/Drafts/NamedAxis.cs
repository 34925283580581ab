using HtcFlow.Campaigns.Yaml;

namespace HtcFlow.Campaigns.Drafts;

/// <summary>An axis as it is written.</summary>
internal sealed record NamedAxis(ScalarNode Name, AxisDraft Values);
