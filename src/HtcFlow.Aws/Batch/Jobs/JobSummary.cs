namespace HtcFlow.Aws.Batch.Jobs;

/// <summary>A row of a list of jobs.</summary>
public sealed record JobSummary
{
    /// <summary>Its id; <c>array:index</c> for a child.</summary>
    public string JobId { get; init => field = value ?? ""; } = "";

    /// <summary>Its name.</summary>
    public string JobName { get; init => field = value ?? ""; } = "";

    /// <summary>Its state.</summary>
    public JobStatus Status { get; init; }

    /// <summary>Why it is in this state; null if the service does not say.</summary>
    public string? StatusReason { get; init; }

    /// <summary>When it was submitted.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>When its last attempt began to run.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset? StoppedAt { get; init; }

    /// <summary>Exit code and reason of its container; null before it had one.</summary>
    public JobContainer? Container { get; init; }

    /// <summary>Size of an array, index of a child; null for a plain job.</summary>
    public ArrayProperties? ArrayProperties { get; init; }
}
