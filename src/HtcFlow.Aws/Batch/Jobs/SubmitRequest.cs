using HtcFlow.Aws.Batch.Running;

namespace HtcFlow.Aws.Batch.Jobs;

/// <summary>A job, or an array of jobs, to submit; at most 30 KiB of JSON.</summary>
public sealed record SubmitRequest
{
    /// <summary>Its name: up to 128 letters, digits, hyphens and underscores, beginning with a letter or a digit.</summary>
    public required string JobName { get; init; }

    /// <summary>Name or ARN of the queue.</summary>
    public required string JobQueue { get; init; }

    /// <summary>Name, <c>name:revision</c> or ARN of the definition.</summary>
    public required string JobDefinition { get; init; }

    /// <summary>The size of an array; null for a plain job.</summary>
    public ArrayProperties? ArrayProperties { get; init; }

    /// <summary>At most 20 jobs to wait for.</summary>
    public IReadOnlyList<JobDependency>? DependsOn { get; init; }

    /// <summary>What differs from the definition's container.</summary>
    public ContainerOverrides? ContainerOverrides { get; init; }

    /// <summary>In place of the definition's.</summary>
    public RetryStrategy? RetryStrategy { get; init; }

    /// <summary>In place of the definition's.</summary>
    public JobTimeout? Timeout { get; init; }

    /// <summary>Who is served, in a queue with fair shares.</summary>
    public string? ShareIdentifier { get; init; }

    /// <summary>Priority within a share, 0..9999, in place of the definition's.</summary>
    public int? SchedulingPriorityOverride { get; init; }

    /// <summary>At most 50 tags, for bills.</summary>
    public IReadOnlyDictionary<string, string>? Tags { get; init; }

    /// <summary>Whether the containers' tasks get the tags as well.</summary>
    public bool? PropagateTags { get; init; }
}
