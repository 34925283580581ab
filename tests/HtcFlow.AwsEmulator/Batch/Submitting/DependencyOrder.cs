namespace HtcFlow.AwsEmulator.Batch.Submitting;

/// <summary>A dependency as it was asked for.</summary>
/// <param name="JobId">Job or child; null for SEQUENTIAL.</param>
/// <param name="Type">N_TO_N, SEQUENTIAL or null.</param>
internal sealed record DependencyOrder(string? JobId, string? Type);
