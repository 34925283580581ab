using HtcFlow.Aws.Batch.Queues;

namespace HtcFlow.Aws.Batch.Wire;

/// <summary>Reply of DescribeJobQueues.</summary>
internal sealed record DescribeQueuesReply(IReadOnlyList<JobQueue>? JobQueues, string? NextToken);
