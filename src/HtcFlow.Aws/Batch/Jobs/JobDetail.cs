namespace HtcFlow.Aws.Batch.Jobs;

/// <summary>All that the service tells of a job and that matters here.</summary>
public sealed record JobDetail
{
    /// <summary>Its id.</summary>
    public string JobId { get; init => field = value ?? ""; } = "";

    /// <summary>Its name.</summary>
    public string JobName { get; init => field = value ?? ""; } = "";

    /// <summary>ARN of its queue.</summary>
    public string JobQueue { get; init => field = value ?? ""; } = "";

    /// <summary>ARN of its definition.</summary>
    public string JobDefinition { get; init => field = value ?? ""; } = "";

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

    /// <summary>Finished attempts, oldest first.</summary>
    public IReadOnlyList<JobAttempt> Attempts { get; init => field = value ?? []; } = [];

    /// <summary>The container of the last attempt; null in an array.</summary>
    public JobContainer? Container { get; init; }

    /// <summary>Size and summary of an array, index of a child; null for a plain job.</summary>
    public ArrayProperties? ArrayProperties { get; init; }

    /// <summary>What it waits for.</summary>
    public IReadOnlyList<JobDependency> DependsOn { get; init => field = value ?? []; } = [];

    /// <summary>Its tags.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init => field = value ?? s_noTags; } = s_noTags;

    /// <summary>Whether somebody cancelled it; null where the service does not say.</summary>
    public bool? IsCancelled { get; init; }

    /// <summary>Whether somebody terminated it; null where the service does not say.</summary>
    public bool? IsTerminated { get; init; }

    private static readonly Dictionary<string, string> s_noTags = [];
}
