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

    /// <summary>Work is done elsewhere: replies get lost, and the service can be away for a while.</summary>
    IsRemote = 4,

    /// <summary>Hosts can be avoided.</summary>
    AvoidsHosts = 8,

    /// <summary>How elements ended is known for a while after they have left the queue.</summary>
    RemembersEnds = 16,

    /// <summary>Everything.</summary>
    All = Script | NamesSuccesses | IsRemote | AvoidsHosts | RemembersEnds,
}
