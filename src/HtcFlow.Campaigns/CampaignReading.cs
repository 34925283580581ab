using HtcFlow.Core.Campaigns;

namespace HtcFlow.Campaigns;

/// <summary>What came out of reading a campaign file.</summary>
/// <param name="Spec">The campaign; null exactly when one of the problems is an error.</param>
/// <param name="Problems">All problems of the file: those of the campaign file first, each file's in order of line and column.</param>
public sealed record CampaignReading(CampaignSpec? Spec, IReadOnlyList<Problem> Problems);
