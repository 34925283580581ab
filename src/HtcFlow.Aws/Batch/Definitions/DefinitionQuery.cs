namespace HtcFlow.Aws.Batch.Definitions;

/// <summary>Which definitions to describe.</summary>
public sealed record DefinitionQuery
{
    /// <summary>The status of a definition that can be used.</summary>
    public const string Active = "ACTIVE";

    /// <summary>ARNs or <c>name:revision</c>, at most 100; null to go by <see cref="JobDefinitionName"/>.</summary>
    public IReadOnlyList<string>? JobDefinitions { get; init; }

    /// <summary>Name all of whose revisions are wanted; null for any.</summary>
    public string? JobDefinitionName { get; init; }

    /// <summary><see cref="Active"/>, <c>INACTIVE</c>, or null for both; the service forgets inactive ones after 180 days.</summary>
    public string? Status { get; init; } = Active;
}
