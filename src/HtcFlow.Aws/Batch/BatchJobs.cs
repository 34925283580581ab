using System.Runtime.CompilerServices;
using HtcFlow.Aws.Batch.Jobs;
using HtcFlow.Aws.Batch.Wire;
using HtcFlow.Core.Ports;

namespace HtcFlow.Aws.Batch;

/// <summary>Jobs by way of the service.</summary>
internal sealed class BatchJobs(BatchCaller caller) : IBatchJobs
{
    /// <summary>Most ids of a DescribeJobs call.</summary>
    private const int MaxDescribed = 100;

    /// <summary>Calls of one DescribeAsync that are under way together: at a reply in 100 ms they use half of what is allowed.</summary>
    private const int SideBySide = 4;

    /// <inheritdoc/>
    public async Task<string> SubmitAsync(SubmitRequest request, CancellationToken cancellationToken)
    {
        SubmitJobReply reply = await caller.SendAsync(
            "SubmitJob", request.JobName, request, BatchJson.Default.SubmitRequest, BatchJson.Default.SubmitJobReply, isRepeatable: false, cancellationToken);
        return reply.JobId ?? throw new FaultException(FaultKind.Transient, "batch:SubmitJob", request.JobName, "the reply names no job; look for it by its name");
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<JobDetail>> DescribeAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken)
    {
        string[][] chunks = [.. ids.Chunk(MaxDescribed)];
        var found = new IReadOnlyList<JobDetail>[chunks.Length];
        await Parallel.ForEachAsync(
            Enumerable.Range(0, chunks.Length),
            new ParallelOptions { MaxDegreeOfParallelism = SideBySide, CancellationToken = cancellationToken },
            async (index, token) =>
            {
                DescribeJobsReply reply = await caller.SendAsync(
                    "DescribeJobs", chunks[index][0], new DescribeJobsBody(chunks[index]), BatchJson.Default.DescribeJobsBody,
                    BatchJson.Default.DescribeJobsReply, isRepeatable: true, token);
                found[index] = reply.Jobs ?? [];
            });
        return [.. found.SelectMany(static jobs => jobs)];
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<JobSummary> ListAsync(ListQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var request = new ListJobsBody
        {
            JobQueue = query.JobQueue,
            ArrayJobId = query.ArrayJobId,
            JobStatus = query.Status,
            MaxResults = query.PageSize,
            Filters = query.JobName is { } name ? [new ListFilter("JOB_NAME", [name])] : null,
        };
        do
        {
            ListJobsReply reply = await caller.SendAsync(
                "ListJobs", query.ArrayJobId ?? query.JobQueue ?? "", request, BatchJson.Default.ListJobsBody, BatchJson.Default.ListJobsReply,
                isRepeatable: true, cancellationToken);
            foreach (JobSummary job in reply.JobSummaryList ?? [])
            {
                yield return job;
            }

            request = request with { NextToken = reply.NextToken };
        }
        while (!string.IsNullOrEmpty(request.NextToken));
    }

    /// <inheritdoc/>
    public Task TerminateAsync(string id, string reason, CancellationToken cancellationToken) => StopAsync("TerminateJob", id, reason, cancellationToken);

    /// <inheritdoc/>
    public Task CancelAsync(string id, string reason, CancellationToken cancellationToken) => StopAsync("CancelJob", id, reason, cancellationToken);

    // Ending what has ended does nothing, so a lost reply needs no care.
    private Task<byte[]> StopAsync(string operation, string id, string reason, CancellationToken cancellationToken) =>
        caller.SendAsync(operation, id, new StopJobBody(id, reason), BatchJson.Default.StopJobBody, isRepeatable: true, cancellationToken);
}
