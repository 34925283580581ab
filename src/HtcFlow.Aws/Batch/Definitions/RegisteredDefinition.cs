namespace HtcFlow.Aws.Batch.Definitions;

/// <summary>What the service calls a definition that it has taken.</summary>
public sealed record RegisteredDefinition
{
    /// <summary>Its name.</summary>
    public string JobDefinitionName { get; init => field = value ?? ""; } = "";

    /// <summary>Its ARN, with the revision.</summary>
    public string JobDefinitionArn { get; init => field = value ?? ""; } = "";

    /// <summary>Its revision, from 1.</summary>
    public int Revision { get; init; }
}
