using HtcFlow.Aws.Batch.Jobs;

namespace HtcFlow.Aws.Batch.Wire;

/// <summary>Reply of DescribeJobs.</summary>
internal sealed record DescribeJobsReply(IReadOnlyList<JobDetail>? Jobs);
