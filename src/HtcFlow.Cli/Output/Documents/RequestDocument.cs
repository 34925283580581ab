namespace HtcFlow.Cli.Output.Documents;

/// <summary>A request that was left for the campaign's engine.</summary>
/// <param name="Campaign">Campaign.</param>
/// <param name="Request"><c>retry</c>, <c>cancel</c>, <c>hold</c>, <c>stop</c> or <c>release</c>.</param>
/// <param name="Stage">Stage; empty for all.</param>
/// <param name="Tasks">Tasks; empty for all.</param>
/// <param name="Engine">Who will answer it; null when no engine runs.</param>
internal sealed record RequestDocument(string Campaign, string Request, string Stage, string Tasks, string? Engine);
