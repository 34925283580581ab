using HtcFlow.Aws.Batch.Queues;

namespace HtcFlow.Aws.Batch.Wire;

/// <summary>Reply of DescribeComputeEnvironments.</summary>
internal sealed record DescribeEnvironmentsReply(IReadOnlyList<ComputeEnvironment>? ComputeEnvironments, string? NextToken);
