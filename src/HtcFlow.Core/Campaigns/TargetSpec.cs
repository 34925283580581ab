namespace HtcFlow.Core.Campaigns;

/// <summary>One of several places to which a campaign's arrays can go: a queue, a partition, a region.</summary>
/// <param name="Name">Name, unique in the campaign; see <see cref="Ids.CampaignName"/>.</param>
/// <param name="Weight">Share of the outstanding elements relative to the other targets; greater than 0.</param>
/// <param name="Options">Settings of the backend that differ from those of the campaign, checked by the reader.</param>
public sealed record TargetSpec(string Name, double Weight, IReadOnlyDictionary<string, string> Options);
