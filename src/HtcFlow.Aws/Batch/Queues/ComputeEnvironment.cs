namespace HtcFlow.Aws.Batch.Queues;

/// <summary>A compute environment.</summary>
public sealed record ComputeEnvironment
{
    /// <summary>Its name.</summary>
    public string ComputeEnvironmentName { get; init => field = value ?? ""; } = "";

    /// <summary>Its ARN.</summary>
    public string ComputeEnvironmentArn { get; init => field = value ?? ""; } = "";

    /// <summary>ARN of the cluster that its containers run in; null before there is one.</summary>
    public string? EcsClusterArn { get; init; }

    /// <summary><c>MANAGED</c> or <c>UNMANAGED</c>.</summary>
    public string Type { get; init => field = value ?? ""; } = "";

    /// <summary>Whether it is to be used.</summary>
    public ResourceState State { get; init; }

    /// <summary>Whether it can be used.</summary>
    public ResourceStatus Status { get; init; }

    /// <summary>Why it has this status; null if the service does not say.</summary>
    public string? StatusReason { get; init; }

    /// <summary>ARN of the service's role; null for its own.</summary>
    public string? ServiceRole { get; init; }

    /// <summary>Its tags.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init => field = value ?? new Dictionary<string, string>(); } = new Dictionary<string, string>();

    /// <summary>What it starts; null for unmanaged ones.</summary>
    public ComputeResources? ComputeResources { get; init; }
}
