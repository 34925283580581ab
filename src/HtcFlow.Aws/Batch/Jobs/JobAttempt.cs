namespace HtcFlow.Aws.Batch.Jobs;

/// <summary>A finished attempt of a job.</summary>
public sealed record JobAttempt
{
    /// <summary>Its container; null where there was none.</summary>
    public JobContainer? Container { get; init; }

    /// <summary>When the container began to run; null if it never did.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset? StoppedAt { get; init; }

    /// <summary>Why it ended, for example <c>Host EC2 (instance i-0...) terminated.</c>; null if the service does not say.</summary>
    public string? StatusReason { get; init; }
}
