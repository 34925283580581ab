namespace HtcFlow.Aws.Batch.Wire;

/// <summary>Request of DescribeJobDefinitions.</summary>
internal sealed record DescribeDefinitionsBody
{
    public IReadOnlyList<string>? JobDefinitions { get; init; }

    public string? JobDefinitionName { get; init; }

    public string? Status { get; init; }

    public int? MaxResults { get; init; }

    public string? NextToken { get; init; }
}
