using HtcFlow.Aws.Batch;
using HtcFlow.Aws.Batch.Queues;
using HtcFlow.Core.Ports;

namespace HtcFlow.Aws.Memory;

/// <summary>Queues and compute environments in memory; what is made is valid at once.</summary>
/// <remarks>Callers: any thread.</remarks>
public sealed class MemoryBatchQueues : IBatchQueues, IBatchRemovals
{
    private const string Arn = "arn:aws:batch:eu-west-1:123456789012:";

    private readonly Lock _lock = new();
    private readonly Dictionary<string, JobQueue> _queues = [];
    private readonly Dictionary<string, ComputeEnvironment> _environments = [];

    /// <summary>Counts calls and has some fail.</summary>
    public MemoryWeather Weather { get; } = new();

    /// <summary>Changes a queue.</summary>
    public void Change(string name, Func<JobQueue, JobQueue> change)
    {
        lock (_lock)
        {
            _queues[name] = change(_queues[name]);
        }
    }

    /// <summary>Changes a compute environment.</summary>
    public void ChangeEnvironment(string name, Func<ComputeEnvironment, ComputeEnvironment> change)
    {
        lock (_lock)
        {
            _environments[name] = change(_environments[name]);
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<JobQueue>> DescribeQueuesAsync(IReadOnlyCollection<string> names, CancellationToken cancellationToken)
    {
        Weather.OnCall("DescribeJobQueues", names.FirstOrDefault() ?? "")();
        lock (_lock)
        {
            return Task.FromResult<IReadOnlyList<JobQueue>>(
                [.. _queues.Values.Where(queue => names.Count == 0 || names.Contains(queue.JobQueueName) || names.Contains(queue.JobQueueArn))]);
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<ComputeEnvironment>> DescribeEnvironmentsAsync(IReadOnlyCollection<string> names, CancellationToken cancellationToken)
    {
        Weather.OnCall("DescribeComputeEnvironments", names.FirstOrDefault() ?? "")();
        lock (_lock)
        {
            return Task.FromResult<IReadOnlyList<ComputeEnvironment>>(
                [.. _environments.Values.Where(environment =>
                    names.Count == 0 || names.Contains(environment.ComputeEnvironmentName) || names.Contains(environment.ComputeEnvironmentArn))]);
        }
    }

    /// <inheritdoc/>
    public Task<string> CreateEnvironmentAsync(CreateEnvironmentRequest request, CancellationToken cancellationToken)
    {
        Action end = Weather.OnCall("CreateComputeEnvironment", request.ComputeEnvironmentName);
        lock (_lock)
        {
            string arn = Arn + "compute-environment/" + request.ComputeEnvironmentName;
            var made = new ComputeEnvironment
            {
                ComputeEnvironmentName = request.ComputeEnvironmentName,
                ComputeEnvironmentArn = arn,
                Type = request.Type,
                State = request.State,
                Status = ResourceStatus.Valid,
                ServiceRole = request.ServiceRole,
                Tags = request.Tags ?? new Dictionary<string, string>(),
                ComputeResources = request.ComputeResources,
            };
            if (!_environments.TryAdd(made.ComputeEnvironmentName, made))
            {
                throw new FaultException(FaultKind.Broken, "CreateComputeEnvironment", made.ComputeEnvironmentName, "Object already exists");
            }

            end();
            return Task.FromResult(arn);
        }
    }

    /// <inheritdoc/>
    public Task<string> CreateQueueAsync(CreateQueueRequest request, CancellationToken cancellationToken)
    {
        Action end = Weather.OnCall("CreateJobQueue", request.JobQueueName);
        lock (_lock)
        {
            string arn = Arn + "job-queue/" + request.JobQueueName;
            var made = new JobQueue
            {
                JobQueueName = request.JobQueueName,
                JobQueueArn = arn,
                State = request.State,
                Status = ResourceStatus.Valid,
                Priority = request.Priority,
                SchedulingPolicyArn = request.SchedulingPolicyArn,
                Tags = request.Tags ?? new Dictionary<string, string>(),
                ComputeEnvironmentOrder = request.ComputeEnvironmentOrder,
            };
            if (!_queues.TryAdd(made.JobQueueName, made))
            {
                throw new FaultException(FaultKind.Broken, "CreateJobQueue", made.JobQueueName, "Object already exists");
            }

            end();
            return Task.FromResult(arn);
        }
    }

    /// <inheritdoc/>
    public Task UpdateEnvironmentAsync(UpdateEnvironmentRequest request, CancellationToken cancellationToken)
    {
        Action end = Weather.OnCall("UpdateComputeEnvironment", request.ComputeEnvironment);
        lock (_lock)
        {
            string? name = _environments.Values.FirstOrDefault(environment =>
                environment.ComputeEnvironmentName == request.ComputeEnvironment || environment.ComputeEnvironmentArn == request.ComputeEnvironment)?.ComputeEnvironmentName;
            if (name is null)
            {
                throw new FaultException(FaultKind.Gone, "UpdateComputeEnvironment", request.ComputeEnvironment, "does not exist");
            }

            ComputeEnvironment old = _environments[name];
            ComputeResources? resources = old.ComputeResources;
            if (resources is not null && request.ComputeResources is { } change)
            {
                resources = resources with
                {
                    MinVcpus = change.MinVcpus ?? resources.MinVcpus,
                    MaxVcpus = change.MaxVcpus ?? resources.MaxVcpus,
                    DesiredVcpus = change.DesiredVcpus ?? resources.DesiredVcpus,
                };
            }

            _environments[name] = old with { State = request.State ?? old.State, ComputeResources = resources };
        }

        end();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task UpdateQueueAsync(UpdateQueueRequest request, CancellationToken cancellationToken)
    {
        Action end = Weather.OnCall("UpdateJobQueue", request.JobQueue);
        lock (_lock)
        {
            JobQueue old = Find(request.JobQueue) ?? throw new FaultException(FaultKind.Gone, "UpdateJobQueue", request.JobQueue, "does not exist");
            _queues[old.JobQueueName] = old with { State = request.State ?? old.State };
        }

        end();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task DeleteQueueAsync(string queue, CancellationToken cancellationToken)
    {
        Action end = Weather.OnCall("DeleteJobQueue", queue);
        lock (_lock)
        {
            if (Find(queue) is { } found)
            {
                Refuse(found.State == ResourceState.Enabled, "DeleteJobQueue", queue, "it is enabled");
                _queues.Remove(found.JobQueueName);
            }
        }

        end();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task DeleteEnvironmentAsync(string environment, CancellationToken cancellationToken)
    {
        Action end = Weather.OnCall("DeleteComputeEnvironment", environment);
        lock (_lock)
        {
            if (_environments.Values.FirstOrDefault(e => e.ComputeEnvironmentName == environment || e.ComputeEnvironmentArn == environment) is { } found)
            {
                Refuse(found.State == ResourceState.Enabled, "DeleteComputeEnvironment", environment, "it is enabled");
                Refuse(
                    _queues.Values.Any(queue => queue.ComputeEnvironmentOrder.Any(order =>
                        order.ComputeEnvironment == found.ComputeEnvironmentName || order.ComputeEnvironment == found.ComputeEnvironmentArn)),
                    "DeleteComputeEnvironment", environment, "a queue has it");
                _environments.Remove(found.ComputeEnvironmentName);
            }
        }

        end();
        return Task.CompletedTask;
    }

    private static void Refuse(bool isRefused, string operation, string subject, string why)
    {
        if (isRefused)
        {
            throw new FaultException(FaultKind.Broken, operation, subject, $"cannot be deleted: {why}");
        }
    }

    private JobQueue? Find(string queue) => _queues.Values.FirstOrDefault(one => one.JobQueueName == queue || one.JobQueueArn == queue);
}
