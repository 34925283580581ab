namespace HtcFlow.Aws.Batch.Wire;

/// <summary>Request of DescribeComputeEnvironments.</summary>
internal sealed record DescribeEnvironmentsBody(IReadOnlyList<string>? ComputeEnvironments, string? NextToken);
