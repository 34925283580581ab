namespace HtcFlow.Aws.Batch.Wire;

/// <summary>Request of DescribeJobQueues.</summary>
internal sealed record DescribeQueuesBody(IReadOnlyList<string>? JobQueues, string? NextToken);
