using HtcFlow.Aws.Batch.Definitions;

namespace HtcFlow.Aws.Batch.Wire;

/// <summary>Reply of DescribeJobDefinitions.</summary>
internal sealed record DescribeDefinitionsReply(IReadOnlyList<JobDefinition>? JobDefinitions, string? NextToken);
