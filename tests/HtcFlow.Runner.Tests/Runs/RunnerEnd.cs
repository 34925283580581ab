namespace HtcFlow.Runner.Tests.Runs;

/// <summary>How a runner ended.</summary>
internal sealed record RunnerEnd(int ExitCode, string Errors, string Output);
