using HtcFlow.Aws.Batch.Jobs;
using HtcFlow.Core.Ports;

namespace HtcFlow.Aws.Batch;

/// <summary>The jobs of one account in one region of AWS Batch.</summary>
/// <remarks>
/// Owned by <see cref="AwsServices"/>; callers: any thread. Nothing is kept here, so nothing has to survive a crash: what was submitted is found again by its name.
/// Calls wait for their turn under the service's limit (50 calls a second, of all kinds and all clients of an account and region together), and
/// those that change nothing are repeated for some seconds when they fail. All fail with <see cref="FaultException"/>.
/// </remarks>
public interface IBatchJobs
{
    /// <summary>Submits a job or an array of jobs.</summary>
    /// <returns>The service's id of the job; the children of an array are called <c>id:index</c>.</returns>
    /// <exception cref="FaultException">
    /// <see cref="FaultKind.Transient"/>: the job may or may not have been made, since a call whose reply was lost is not sent again;
    /// look for its name before another. <see cref="FaultKind.Throttled"/>: it was not made.
    /// </exception>
    Task<string> SubmitAsync(SubmitRequest request, CancellationToken cancellationToken);

    /// <summary>Describes jobs, 100 a call.</summary>
    /// <param name="ids">Ids of jobs, arrays or children; any number, none is no call.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>What the service knows, in no order; ids that it does not know (any more) are missing.</returns>
    Task<IReadOnlyList<JobDetail>> DescribeAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken);

    /// <summary>Lists jobs of a queue or children of an array, page by page as they are taken.</summary>
    IAsyncEnumerable<JobSummary> ListAsync(ListQuery query, CancellationToken cancellationToken);

    /// <summary>Ends a job in whatever state it is, with all its children; the service does not try it again.</summary>
    /// <param name="id">A job, an array or a child.</param>
    /// <param name="reason">Shown as the status reason.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    Task TerminateAsync(string id, string reason, CancellationToken cancellationToken);

    /// <summary>Takes a job back that has not started (before <see cref="JobStatus.Starting"/>); without effect on others.</summary>
    /// <param name="id">A job, an array or a child.</param>
    /// <param name="reason">Shown as the status reason.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    Task CancelAsync(string id, string reason, CancellationToken cancellationToken);
}
