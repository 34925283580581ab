namespace HtcFlow.Backends.Simulated.World;

/// <summary>A reclaim storm: within a quarter of an hour a share of the machines is taken away.</summary>
/// <param name="At">When it begins.</param>
/// <param name="Type">Instance type that it hits; empty for all.</param>
/// <param name="Zone">Zone that it hits; empty for all.</param>
/// <param name="Share">Share of the machines that it takes, 0 .. 1.</param>
public sealed record StormSpec(TimeSpan At, string Type, string Zone, double Share);
