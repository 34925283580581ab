namespace HtcFlow.AwsEmulator.Jobs;

/// <summary>Why a running element was stopped; none of these is tried again.</summary>
/// <param name="Reason">The status reason.</param>
internal sealed record StopCause(string Reason);
