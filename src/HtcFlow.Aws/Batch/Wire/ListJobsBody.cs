using HtcFlow.Aws.Batch.Jobs;

namespace HtcFlow.Aws.Batch.Wire;

/// <summary>Request of ListJobs.</summary>
internal sealed record ListJobsBody
{
    public string? JobQueue { get; init; }

    public string? ArrayJobId { get; init; }

    public JobStatus? JobStatus { get; init; }

    public int? MaxResults { get; init; }

    public string? NextToken { get; init; }

    public IReadOnlyList<ListFilter>? Filters { get; init; }
}
