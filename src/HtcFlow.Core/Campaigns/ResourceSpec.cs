namespace HtcFlow.Core.Campaigns;

/// <summary>What one task occupies while it runs.</summary>
public sealed record ResourceSpec
{
    /// <summary>Processors, at least 1.</summary>
    public int Vcpus { get; init; } = 1;

    /// <summary>Memory in bytes; 0 leaves it to the backend.</summary>
    public long MemoryBytes { get; init; }

    /// <summary>Scratch space in bytes; 0 leaves it unbounded.</summary>
    public long ScratchBytes { get; init; }

    /// <summary>Whether scratch lies in memory (tmpfs) instead of on a disk.</summary>
    public bool ScratchInMemory { get; init; }

    /// <summary>Longest run of one attempt; zero for no limit.</summary>
    public TimeSpan Walltime { get; init; }

    /// <summary>Accelerators (GPUs), 0 or more.</summary>
    public int Accelerators { get; init; }
}
