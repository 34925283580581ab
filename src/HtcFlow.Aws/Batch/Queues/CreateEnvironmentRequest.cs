namespace HtcFlow.Aws.Batch.Queues;

/// <summary>A compute environment to make.</summary>
public sealed record CreateEnvironmentRequest
{
    /// <summary>Its name.</summary>
    public required string ComputeEnvironmentName { get; init; }

    /// <summary><c>MANAGED</c> or <c>UNMANAGED</c>.</summary>
    public string Type { get; init; } = "MANAGED";

    /// <summary>Whether it is to be used at once.</summary>
    public ResourceState State { get; init; } = ResourceState.Enabled;

    /// <summary>What it starts.</summary>
    public ComputeResources? ComputeResources { get; init; }

    /// <summary>ARN of the service's role; null for its own.</summary>
    public string? ServiceRole { get; init; }

    /// <summary>Its tags.</summary>
    public IReadOnlyDictionary<string, string>? Tags { get; init; }
}
