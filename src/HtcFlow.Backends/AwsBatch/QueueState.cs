using HtcFlow.Aws;
using HtcFlow.Aws.Batch.Queues;
using HtcFlow.Core.Ports;

namespace HtcFlow.Backends.AwsBatch;

/// <summary>A queue with the compute environments behind it.</summary>
/// <param name="Queue">The queue.</param>
/// <param name="Environments">Its environments.</param>
public sealed record QueueState(JobQueue Queue, IReadOnlyList<ComputeEnvironment> Environments)
{
    /// <summary>Most virtual processors that may run at a time; 0 when it is not said.</summary>
    public int Vcpus => Environments.Sum(static environment => environment.ComputeResources?.MaxVcpus ?? 0);

    /// <summary>What keeps its jobs from starting, and what to do; empty where nothing is seen.</summary>
    public string Problem
    {
        get
        {
            if (Queue.State == ResourceState.Disabled)
            {
                return $"the queue '{Queue.JobQueueName}' is disabled; enable it (aws batch update-job-queue --job-queue {Queue.JobQueueName} --state ENABLED)";
            }

            if (Queue.Status == ResourceStatus.Invalid)
            {
                return $"the queue '{Queue.JobQueueName}' is invalid{Because(Queue.StatusReason)}; mend its compute environments";
            }

            ComputeEnvironment[] usable = [.. Environments.Where(static e => e is { State: ResourceState.Enabled, Status: not ResourceStatus.Invalid })];
            return Environments.FirstOrDefault(static e => e.Status == ResourceStatus.Invalid) is { } broken && usable.Length == 0
                    ? $"the compute environment '{broken.ComputeEnvironmentName}' is invalid{Because(broken.StatusReason)}; mend or replace it"
                : usable.Length == 0 ? $"no compute environment of the queue '{Queue.JobQueueName}' is enabled; enable one (aws batch update-compute-environment)"
                : usable.All(static e => e.ComputeResources?.MaxVcpus == 0) ? $"the compute environments of the queue '{Queue.JobQueueName}' may start no processors (maxvCpus is 0); raise it"
                : "";
        }
    }

    /// <summary>Looks at a queue and what is behind it.</summary>
    /// <exception cref="FaultException">The queue is not there, or must not be looked at.</exception>
    public static async Task<QueueState> ReadAsync(AwsServices services, string queue, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(services);
        JobQueue found = await services.Queues.DescribeQueuesAsync([queue], cancellationToken) is [var first, ..] ? first
            : throw new FaultException(
                FaultKind.Broken, "use queue", queue, $"there is no such job queue in {services.Region}; choose one of `aws batch describe-job-queues`, or another region");
        string[] names = [.. found.ComputeEnvironmentOrder.Select(static environment => environment.ComputeEnvironment)];
        IReadOnlyList<ComputeEnvironment> environments = names.Length == 0 ? [] : await services.Queues.DescribeEnvironmentsAsync(names, cancellationToken);
        return new QueueState(found, environments);
    }

    private static string Because(string? reason) => string.IsNullOrEmpty(reason) ? "" : $" ({reason.ReplaceLineEndings(" ")})";
}
