using HtcFlow.Aws.Batch.Queues;

namespace HtcFlow.Aws.Batch;

/// <summary>The queues and compute environments of one account in one region of AWS Batch.</summary>
/// <remarks>
/// Owned by <see cref="AwsServices"/>; callers: any thread. The service keeps everything, and goes through changes on its own after a call has returned: ask
/// for the status until it is valid. Names are unique, so making one again after a lost reply is refused. Fails with <see cref="Core.Ports.FaultException"/>.
/// </remarks>
public interface IBatchQueues
{
    /// <summary>Describes queues.</summary>
    /// <param name="names">Names or ARNs; none for all. Unknown ones are missing in the reply.</param>
    /// <param name="cancellationToken">Ends it.</param>
    Task<IReadOnlyList<JobQueue>> DescribeQueuesAsync(IReadOnlyCollection<string> names, CancellationToken cancellationToken);

    /// <summary>Describes compute environments.</summary>
    /// <param name="names">Names or ARNs; none for all. Unknown ones are missing in the reply.</param>
    /// <param name="cancellationToken">Ends it.</param>
    Task<IReadOnlyList<ComputeEnvironment>> DescribeEnvironmentsAsync(IReadOnlyCollection<string> names, CancellationToken cancellationToken);

    /// <summary>Makes a compute environment.</summary>
    /// <returns>Its ARN.</returns>
    Task<string> CreateEnvironmentAsync(CreateEnvironmentRequest request, CancellationToken cancellationToken);

    /// <summary>Makes a queue.</summary>
    /// <returns>Its ARN.</returns>
    Task<string> CreateQueueAsync(CreateQueueRequest request, CancellationToken cancellationToken);

    /// <summary>Changes the size or the state of a compute environment.</summary>
    Task UpdateEnvironmentAsync(UpdateEnvironmentRequest request, CancellationToken cancellationToken);

    /// <summary>Changes the state of a queue.</summary>
    Task UpdateQueueAsync(UpdateQueueRequest request, CancellationToken cancellationToken);
}
