namespace HtcFlow.Testing.S3;

/// <summary>A real engine that a test needs cannot be started here; the test is skipped, and fails where CI=true counts such skips.</summary>
/// <remarks>xunit takes any exception whose message begins with its token for a skip, so this project needs no reference to it.</remarks>
public sealed class EngineMissingException(string reason) : Exception($"$XunitDynamicSkip$engine: {reason}");
