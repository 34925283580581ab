namespace HtcFlow.AwsEmulator.Executors;

/// <summary>How an attempt of an element ended.</summary>
/// <param name="ExitCode">Exit code; null where nobody was left to see it.</param>
/// <param name="IsHostLost">Whether its machine was taken away.</param>
/// <param name="At">When.</param>
public readonly record struct ElementEnd(int? ExitCode, bool IsHostLost, DateTimeOffset At);
