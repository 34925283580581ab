namespace HtcFlow.Aws.Batch.Definitions;

/// <summary>A directory of the host that containers may mount.</summary>
public sealed record Volume
{
    /// <summary>What mount points call it.</summary>
    public string Name { get; init => field = value ?? ""; } = "";

    /// <summary>Where it is on the host; null for a directory that lives as long as the container.</summary>
    public HostPath? Host { get; init; }
}
