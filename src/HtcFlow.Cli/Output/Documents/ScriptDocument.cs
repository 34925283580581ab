namespace HtcFlow.Cli.Output.Documents;

/// <summary>A completion script.</summary>
/// <param name="Shell">Shell it is for.</param>
/// <param name="Script">Its text.</param>
internal sealed record ScriptDocument(string Shell, string Script);
