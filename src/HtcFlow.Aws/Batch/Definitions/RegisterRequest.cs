using HtcFlow.Aws.Batch.Running;

namespace HtcFlow.Aws.Batch.Definitions;

/// <summary>A definition to register; at most 24 KiB of JSON.</summary>
public sealed record RegisterRequest
{
    /// <summary>Its name: up to 128 letters, digits, hyphens and underscores.</summary>
    public required string JobDefinitionName { get; init; }

    /// <summary>Its kind; the service knows others, for several nodes.</summary>
    public string Type { get; init; } = "container";

    /// <summary>The container.</summary>
    public required ContainerProperties ContainerProperties { get; init; }

    /// <summary>How often the service tries its jobs, unless they say it themselves.</summary>
    public RetryStrategy? RetryStrategy { get; init; }

    /// <summary>How long an attempt may take, unless a job says it itself.</summary>
    public JobTimeout? Timeout { get; init; }

    /// <summary>Priority within a share, 0..9999.</summary>
    public int? SchedulingPriority { get; init; }

    /// <summary>Whether the containers' tasks get the tags as well.</summary>
    public bool? PropagateTags { get; init; }

    /// <summary>What it runs on, <c>EC2</c> or <c>FARGATE</c>; null for EC2.</summary>
    public IReadOnlyList<string>? PlatformCapabilities { get; init; }

    /// <summary>Tags of the definition.</summary>
    public IReadOnlyDictionary<string, string>? Tags { get; init; }
}
