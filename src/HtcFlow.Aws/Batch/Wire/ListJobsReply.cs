using HtcFlow.Aws.Batch.Jobs;

namespace HtcFlow.Aws.Batch.Wire;

/// <summary>Reply of ListJobs.</summary>
internal sealed record ListJobsReply(IReadOnlyList<JobSummary>? JobSummaryList, string? NextToken);
