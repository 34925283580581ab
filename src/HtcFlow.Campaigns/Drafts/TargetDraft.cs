using System.Collections.Immutable;

namespace HtcFlow.Campaigns.Drafts;

/// <summary>A target as it is written.</summary>
/// <param name="Weight">Its share relative to the others.</param>
/// <param name="Options">Options of the backend that differ for it.</param>
internal sealed record TargetDraft(double Weight, ImmutableDictionary<string, string> Options);
