namespace HtcFlow.Cli.Output.Documents;

/// <summary>An engine in the background.</summary>
/// <param name="Event">Always <c>detached</c>.</param>
/// <param name="Campaign">Name.</param>
/// <param name="ProcessId">Its process.</param>
/// <param name="Log">Its log.</param>
internal sealed record DetachDocument(string Event, string Campaign, int ProcessId, string Log);
