namespace HtcFlow.Aws.Batch.Queues;

/// <summary>A queue to make.</summary>
public sealed record CreateQueueRequest
{
    /// <summary>Its name.</summary>
    public required string JobQueueName { get; init; }

    /// <summary>Whether it is to be used at once.</summary>
    public ResourceState State { get; init; } = ResourceState.Enabled;

    /// <summary>Of queues that share an environment the greatest is served first.</summary>
    public int Priority { get; init; } = 1;

    /// <summary>Where its jobs run, at most three.</summary>
    public required IReadOnlyList<EnvironmentOrder> ComputeEnvironmentOrder { get; init; }

    /// <summary>ARN of its fair shares; null for first come, first served.</summary>
    public string? SchedulingPolicyArn { get; init; }

    /// <summary>Its tags.</summary>
    public IReadOnlyDictionary<string, string>? Tags { get; init; }
}
