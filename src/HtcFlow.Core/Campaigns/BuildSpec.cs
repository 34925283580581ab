namespace HtcFlow.Core.Campaigns;

/// <summary>One build of a program.</summary>
/// <param name="Level">CPU level it needs.</param>
/// <param name="Path">Absolute path on the executing machine (or in its image), or on the submitting machine when a hash stands beside it.</param>
/// <param name="Sha256">Content hash of a program that travels through the store; empty for one that is already there.</param>
public sealed record BuildSpec(CpuLevel Level, string Path, string Sha256);
