namespace HtcFlow.Cli.Output.Documents;

/// <summary>What a command wrote.</summary>
/// <param name="Campaign">Campaign.</param>
/// <param name="Stage">Stage.</param>
/// <param name="Index">Task.</param>
/// <param name="Attempt">Attempt.</param>
/// <param name="Stream"><c>stdout</c> or <c>stderr</c>.</param>
/// <param name="Found">Whether the store holds it.</param>
/// <param name="Reason">Why the attempt ended as it did, or why there is nothing; may be empty.</param>
/// <param name="Text">What was written.</param>
internal sealed record LogDocument(
    string Campaign, string Stage, long Index, int Attempt, string Stream, bool Found, string Reason, string Text);
