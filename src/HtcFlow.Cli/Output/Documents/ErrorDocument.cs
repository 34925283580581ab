namespace HtcFlow.Cli.Output.Documents;

/// <summary>An error, on the error stream.</summary>
/// <param name="Error">What went wrong and where.</param>
/// <param name="Help">What to do.</param>
/// <param name="ExitCode">The exit code that goes with it.</param>
internal sealed record ErrorDocument(string Error, string Help, int ExitCode);
