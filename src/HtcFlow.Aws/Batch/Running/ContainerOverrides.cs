namespace HtcFlow.Aws.Batch.Running;

/// <summary>What a job changes in its definition's container; all of it together has at most 8,192 characters of JSON.</summary>
public sealed record ContainerOverrides
{
    /// <summary>Arguments in place of the definition's; null keeps those.</summary>
    public IReadOnlyList<string>? Command { get; init; }

    /// <summary>Variables beside the definition's, or in their place.</summary>
    public IReadOnlyList<EnvironmentVariable>? Environment { get; init; }

    /// <summary>Needs in place of the definition's of the same type.</summary>
    public IReadOnlyList<ResourceRequirement>? ResourceRequirements { get; init; }
}
