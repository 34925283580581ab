using HtcFlow.Aws.Batch.Queues;
using HtcFlow.Aws.Batch.Wire;
using HtcFlow.Core.Ports;

namespace HtcFlow.Aws.Batch;

/// <summary>Queues and compute environments by way of the service.</summary>
internal sealed class BatchQueues(BatchCaller caller) : IBatchQueues, IBatchRemovals
{
    /// <inheritdoc/>
    public async Task<IReadOnlyList<JobQueue>> DescribeQueuesAsync(IReadOnlyCollection<string> names, CancellationToken cancellationToken)
    {
        var found = new List<JobQueue>();
        var request = new DescribeQueuesBody(names.Count == 0 ? null : [.. names], null);
        do
        {
            DescribeQueuesReply reply = await caller.SendAsync(
                "DescribeJobQueues", names.FirstOrDefault() ?? "all", request, BatchJson.Default.DescribeQueuesBody, BatchJson.Default.DescribeQueuesReply,
                isRepeatable: true, cancellationToken);
            found.AddRange(reply.JobQueues ?? []);
            request = request with { NextToken = reply.NextToken };
        }
        while (!string.IsNullOrEmpty(request.NextToken));

        return found;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ComputeEnvironment>> DescribeEnvironmentsAsync(IReadOnlyCollection<string> names, CancellationToken cancellationToken)
    {
        var found = new List<ComputeEnvironment>();
        var request = new DescribeEnvironmentsBody(names.Count == 0 ? null : [.. names], null);
        do
        {
            DescribeEnvironmentsReply reply = await caller.SendAsync(
                "DescribeComputeEnvironments", names.FirstOrDefault() ?? "all", request, BatchJson.Default.DescribeEnvironmentsBody,
                BatchJson.Default.DescribeEnvironmentsReply, isRepeatable: true, cancellationToken);
            found.AddRange(reply.ComputeEnvironments ?? []);
            request = request with { NextToken = reply.NextToken };
        }
        while (!string.IsNullOrEmpty(request.NextToken));

        return found;
    }

    /// <inheritdoc/>
    public async Task<string> CreateEnvironmentAsync(CreateEnvironmentRequest request, CancellationToken cancellationToken)
    {
        CreatedReply reply = await caller.SendAsync(
            "CreateComputeEnvironment", request.ComputeEnvironmentName, request, BatchJson.Default.CreateEnvironmentRequest, BatchJson.Default.CreatedReply,
            isRepeatable: false, cancellationToken);
        return reply.ComputeEnvironmentArn ?? "";
    }

    /// <inheritdoc/>
    public async Task<string> CreateQueueAsync(CreateQueueRequest request, CancellationToken cancellationToken)
    {
        CreatedReply reply = await caller.SendAsync(
            "CreateJobQueue", request.JobQueueName, request, BatchJson.Default.CreateQueueRequest, BatchJson.Default.CreatedReply, isRepeatable: false,
            cancellationToken);
        return reply.JobQueueArn ?? "";
    }

    /// <inheritdoc/>
    public Task UpdateEnvironmentAsync(UpdateEnvironmentRequest request, CancellationToken cancellationToken) => caller.SendAsync(
        "UpdateComputeEnvironment", request.ComputeEnvironment, request, BatchJson.Default.UpdateEnvironmentRequest, isRepeatable: true, cancellationToken);

    /// <inheritdoc/>
    public Task UpdateQueueAsync(UpdateQueueRequest request, CancellationToken cancellationToken) => caller.SendAsync(
        "UpdateJobQueue", request.JobQueue, request, BatchJson.Default.UpdateQueueRequest, isRepeatable: true, cancellationToken);

    // A deletion has the members of a change that changes nothing: the name alone.

    /// <inheritdoc/>
    public Task DeleteQueueAsync(string queue, CancellationToken cancellationToken) => UnlessGoneAsync(caller.SendAsync(
        "DeleteJobQueue", queue, new UpdateQueueRequest { JobQueue = queue }, BatchJson.Default.UpdateQueueRequest, isRepeatable: true, cancellationToken));

    /// <inheritdoc/>
    public Task DeleteEnvironmentAsync(string environment, CancellationToken cancellationToken) => UnlessGoneAsync(caller.SendAsync(
        "DeleteComputeEnvironment", environment, new UpdateEnvironmentRequest { ComputeEnvironment = environment }, BatchJson.Default.UpdateEnvironmentRequest,
        isRepeatable: true, cancellationToken));

    // A call whose reply was lost has deleted it, and the service keeps no memory of what is gone.
    private static async Task UnlessGoneAsync(Task call)
    {
        try
        {
            await call;
        }
        catch (FaultException fault) when (fault.Kind == FaultKind.Gone)
        {
            return;
        }
    }
}
