using System.Runtime.CompilerServices;
using HtcFlow.Aws.Batch.Definitions;
using HtcFlow.Aws.Batch.Wire;

namespace HtcFlow.Aws.Batch;

/// <summary>Job definitions by way of the service.</summary>
internal sealed class BatchDefinitions(BatchCaller caller) : IBatchDefinitions
{
    private const int PageSize = 100;

    /// <inheritdoc/>
    public Task<RegisteredDefinition> RegisterAsync(RegisterRequest request, CancellationToken cancellationToken) => caller.SendAsync(
        "RegisterJobDefinition", request.JobDefinitionName, request, BatchJson.Default.RegisterRequest, BatchJson.Default.RegisteredDefinition,
        isRepeatable: true, cancellationToken);

    /// <inheritdoc/>
    public async IAsyncEnumerable<JobDefinition> DescribeAsync(DefinitionQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var request = new DescribeDefinitionsBody
        {
            JobDefinitions = query.JobDefinitions,
            JobDefinitionName = query.JobDefinitionName,
            Status = query.Status,
            MaxResults = PageSize,
        };
        do
        {
            DescribeDefinitionsReply reply = await caller.SendAsync(
                "DescribeJobDefinitions", query.JobDefinitionName ?? (query.JobDefinitions is [var first, ..] ? first : "all"), request,
                BatchJson.Default.DescribeDefinitionsBody, BatchJson.Default.DescribeDefinitionsReply, isRepeatable: true, cancellationToken);
            foreach (JobDefinition definition in reply.JobDefinitions ?? [])
            {
                yield return definition;
            }

            request = request with { NextToken = reply.NextToken };
        }
        while (!string.IsNullOrEmpty(request.NextToken));
    }
}
