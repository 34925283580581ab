namespace HtcFlow.Aws.Batch.Queues;

/// <summary>A change of a compute environment; what is null stays.</summary>
public sealed record UpdateEnvironmentRequest
{
    /// <summary>Its name or ARN.</summary>
    public required string ComputeEnvironment { get; init; }

    /// <summary>Whether it is to be used.</summary>
    public ResourceState? State { get; init; }

    /// <summary>What it starts; most members can only be changed where the service says so, processors always.</summary>
    public ComputeResources? ComputeResources { get; init; }
}
