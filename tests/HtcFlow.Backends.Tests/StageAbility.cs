namespace HtcFlow.Backends.Tests;

/// <summary>What some cases of <see cref="BackendContract"/> need and not every backend has.</summary>
[Flags]
public enum StageAbility
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Each element does what its word says: an exit code, a signal, holding while its neighbour ends.</summary>
    Script = 1,

    /// <summary>Elements that ended with 0 are named while others of the array still run; AWS Batch counts them only.</summary>
    NamesSuccesses = 2,
}
