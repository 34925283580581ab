namespace HtcFlow.Aws.Batch.Definitions;

/// <summary>What a container asks of the kernel.</summary>
public sealed record LinuxParameters
{
    /// <summary>Whether the host's own init stands above the command.</summary>
    public bool? InitProcessEnabled { get; init; }

    /// <summary>Size of <c>/dev/shm</c> in MiB.</summary>
    public int? SharedMemorySize { get; init; }
}
