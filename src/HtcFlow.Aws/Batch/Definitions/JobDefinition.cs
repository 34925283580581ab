using HtcFlow.Aws.Batch.Running;

namespace HtcFlow.Aws.Batch.Definitions;

/// <summary>A revision of a definition.</summary>
public sealed record JobDefinition
{
    /// <summary>Its name.</summary>
    public string JobDefinitionName { get; init => field = value ?? ""; } = "";

    /// <summary>Its ARN, with the revision.</summary>
    public string JobDefinitionArn { get; init => field = value ?? ""; } = "";

    /// <summary>Its revision, from 1.</summary>
    public int Revision { get; init; }

    /// <summary><c>ACTIVE</c> or <c>INACTIVE</c>.</summary>
    public string Status { get; init => field = value ?? ""; } = "";

    /// <summary>For example <c>container</c>.</summary>
    public string Type { get; init => field = value ?? ""; } = "";

    /// <summary>Its container; null for definitions of other kinds.</summary>
    public ContainerProperties? ContainerProperties { get; init; }

    /// <summary>How often its jobs are tried; null for once.</summary>
    public RetryStrategy? RetryStrategy { get; init; }

    /// <summary>How long an attempt may take; null for ever.</summary>
    public JobTimeout? Timeout { get; init; }

    /// <summary>Its tags.</summary>
    public IReadOnlyDictionary<string, string>? Tags { get; init; }
}
