namespace HtcFlow.Aws.Batch.Queues;

/// <summary>A queue.</summary>
public sealed record JobQueue
{
    /// <summary>Its name.</summary>
    public string JobQueueName { get; init => field = value ?? ""; } = "";

    /// <summary>Its ARN.</summary>
    public string JobQueueArn { get; init => field = value ?? ""; } = "";

    /// <summary>Whether it is to be used.</summary>
    public ResourceState State { get; init; }

    /// <summary>Whether it can be used.</summary>
    public ResourceStatus Status { get; init; }

    /// <summary>Why it has this status; null if the service does not say.</summary>
    public string? StatusReason { get; init; }

    /// <summary>Of queues that share an environment the greatest is served first.</summary>
    public int Priority { get; init; }

    /// <summary>ARN of its fair shares; null for first come, first served.</summary>
    public string? SchedulingPolicyArn { get; init; }

    /// <summary>Its tags.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init => field = value ?? new Dictionary<string, string>(); } = new Dictionary<string, string>();

    /// <summary>Where its jobs run, at most three.</summary>
    public IReadOnlyList<EnvironmentOrder> ComputeEnvironmentOrder { get; init => field = value ?? []; } = [];
}
