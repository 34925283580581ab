namespace HtcFlow.Aws.Batch.Queues;

/// <summary>A change of a queue; what is null stays.</summary>
public sealed record UpdateQueueRequest
{
    /// <summary>Its name or ARN.</summary>
    public required string JobQueue { get; init; }

    /// <summary>Whether it is to be used.</summary>
    public ResourceState? State { get; init; }
}
