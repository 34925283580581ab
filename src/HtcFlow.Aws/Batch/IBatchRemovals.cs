namespace HtcFlow.Aws.Batch;

/// <summary>Takes queues and compute environments of one account in one region of AWS Batch away.</summary>
/// <remarks>
/// Owned by <see cref="AwsServices"/>; callers: any thread. The service goes on by itself after a call has returned, and shows what it deletes until that is
/// gone. What is not there any more is no fault, so repeating a call does no harm. Fails with <see cref="Core.Ports.FaultException"/>, of kind Broken where
/// the service is not ready for it: ask again once the last change is through.
/// </remarks>
public interface IBatchRemovals
{
    /// <summary>Deletes a queue that is disabled; the service may refuse it while it has jobs, and ends those it still has.</summary>
    /// <param name="queue">Name or ARN.</param>
    /// <param name="cancellationToken">Ends it.</param>
    Task DeleteQueueAsync(string queue, CancellationToken cancellationToken);

    /// <summary>Deletes a compute environment that is disabled and that no queue has.</summary>
    /// <param name="environment">Name or ARN.</param>
    /// <param name="cancellationToken">Ends it.</param>
    Task DeleteEnvironmentAsync(string environment, CancellationToken cancellationToken);
}
