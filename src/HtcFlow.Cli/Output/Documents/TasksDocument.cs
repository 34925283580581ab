namespace HtcFlow.Cli.Output.Documents;

/// <summary>The tasks that were asked for.</summary>
/// <param name="Campaign">Campaign.</param>
/// <param name="Matching">Tasks that match, of which at most the limit is listed.</param>
/// <param name="Tasks">The listed ones.</param>
internal sealed record TasksDocument(string Campaign, long Matching, IReadOnlyList<TaskDocument> Tasks);
