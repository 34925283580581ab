namespace HtcFlow.Aws.Batch.Definitions;

/// <summary>Where a container sees a volume.</summary>
public sealed record MountPoint
{
    /// <summary>Name of the volume.</summary>
    public string SourceVolume { get; init => field = value ?? ""; } = "";

    /// <summary>Absolute path in the container.</summary>
    public string ContainerPath { get; init => field = value ?? ""; } = "";

    /// <summary>Whether it may only be read.</summary>
    public bool? ReadOnly { get; init; }
}
