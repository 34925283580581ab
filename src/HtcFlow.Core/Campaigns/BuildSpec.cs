namespace HtcFlow.Core.Campaigns;

/// <summary>One build of a program.</summary>
/// <param name="Level">CPU level it needs.</param>
/// <param name="Path">Absolute path on the executing machine (or in its image), or on the submitting machine when it travels.</param>
/// <param name="Sha256">Content hash of a program that travels through the store; empty for one that is already there.</param>
public sealed record BuildSpec(CpuLevel Level, string Path, string Sha256)
{
    /// <summary>Whether the program stands on the submitting machine and travels through the store; its hash is known once it is submitted.</summary>
    public bool Travels { get; init; }
}
