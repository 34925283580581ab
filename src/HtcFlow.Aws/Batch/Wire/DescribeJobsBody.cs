namespace HtcFlow.Aws.Batch.Wire;

/// <summary>Request of DescribeJobs.</summary>
internal sealed record DescribeJobsBody(IReadOnlyList<string> Jobs);
