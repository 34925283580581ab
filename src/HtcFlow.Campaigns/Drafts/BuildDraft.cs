using HtcFlow.Campaigns.Yaml;
using HtcFlow.Core.Campaigns;

namespace HtcFlow.Campaigns.Drafts;

/// <summary>One build of a program as it is written.</summary>
internal sealed record BuildDraft(CpuLevel Level, ScalarNode Path);
