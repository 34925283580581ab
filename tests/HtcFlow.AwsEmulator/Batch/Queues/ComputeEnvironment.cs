using System.Text.Json;
using HtcFlow.AwsEmulator.World;

namespace HtcFlow.AwsEmulator.Batch.Queues;

/// <summary>A compute environment with its instances.</summary>
internal sealed class ComputeEnvironment
{
    public required string Name { get; init; }

    public required string Arn { get; init; }

    public required string Uuid { get; init; }

    /// <summary>Type MANAGED or UNMANAGED.</summary>
    public string Type { get; init; } = "MANAGED";

    public bool IsEnabled { get; set; } = true;

    public string Status { get; set; } = "VALID";

    /// <summary>What the service does to it at present.</summary>
    public required ResourceChange Change { get; init; }

    public string StatusReason { get; set; } = "ComputeEnvironment Healthy";

    public string? ServiceRole { get; set; }

    /// <summary>The computeResources as they were given and changed.</summary>
    public required JsonElement Resources { get; set; }

    public Dictionary<string, string> Tags { get; init; } = [];

    /// <summary>Whether its instances are spot instances.</summary>
    public bool IsSpot => Resources.Text("type") is "SPOT" or "FARGATE_SPOT";

    public int MaxVcpus => Resources.Whole("maxvCpus") ?? 0;

    public int MinVcpus => Resources.Whole("minvCpus") ?? 0;

    public IReadOnlyList<string> InstanceTypes => Resources.Strings("instanceTypes");

    /// <summary>vCPUs of its instances, also of those that do not run yet.</summary>
    public int Vcpus { get; set; }

    /// <summary>Instances that may have room.</summary>
    public List<Instance> Open { get; } = [];

    /// <summary>vCPUs of instances that were asked for and do not run yet.</summary>
    public int ComingVcpus { get; set; }

    /// <summary>Whether it takes elements.</summary>
    public bool IsRunning => IsEnabled && Status == "VALID";
}
