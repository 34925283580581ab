namespace HtcFlow.AwsEmulator.Options;

/// <summary>A queue that is there from the start, with a compute environment of the same name.</summary>
public sealed class PresetQueue
{
    /// <summary>Name of both.</summary>
    public string Name { get; set; } = "main";

    /// <summary>Instance types, families, or <c>optimal</c>.</summary>
    public string[] InstanceTypes { get; set; } = ["c5", "m5", "r5"];

    /// <summary>Most vCPUs at once.</summary>
    public int MaxVcpus { get; set; } = 100_000;

    /// <summary><c>SPOT</c> or <c>EC2</c>.</summary>
    public string Type { get; set; } = "SPOT";
}
