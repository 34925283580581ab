namespace HtcFlow.Cli.Output.Documents;

/// <summary>All campaigns of this machine.</summary>
/// <param name="Home">HtcFlow's data directory.</param>
/// <param name="Campaigns">The campaigns that can be read.</param>
/// <param name="Unreadable">The others, each with the reason.</param>
internal sealed record StatusDocument(
    string Home, IReadOnlyList<CampaignDocument> Campaigns, IReadOnlyList<UnreadableDocument> Unreadable);
