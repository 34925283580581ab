namespace HtcFlow.AwsEmulator.Executors;

/// <summary>How long a virtual element runs and how it ends.</summary>
/// <param name="RunTime">Time from now to its end.</param>
/// <param name="ExitCode">Exit code, 0 to 255.</param>
/// <param name="Reason">Reason that the container service gives, such as <c>OutOfMemoryError: Container killed due to memory usage</c>.</param>
public readonly record struct VirtualPlan(TimeSpan RunTime, int ExitCode = 0, string? Reason = null);
