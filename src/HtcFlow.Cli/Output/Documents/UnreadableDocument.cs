namespace HtcFlow.Cli.Output.Documents;

/// <summary>A campaign whose journal cannot be read.</summary>
/// <param name="Campaign">Name.</param>
/// <param name="Error">Why.</param>
internal sealed record UnreadableDocument(string Campaign, string Error);
