using System.Globalization;
using System.Runtime.CompilerServices;
using HtcFlow.Aws.Batch;
using HtcFlow.Aws.Batch.Definitions;

namespace HtcFlow.Aws.Memory;

/// <summary>Job definitions in memory.</summary>
/// <remarks>Callers: any thread.</remarks>
public sealed class MemoryBatchDefinitions : IBatchDefinitions
{
    private const string Inactive = "INACTIVE";

    private readonly Lock _lock = new();
    private readonly List<JobDefinition> _definitions = [];

    /// <summary>Counts calls and has some fail.</summary>
    public MemoryWeather Weather { get; } = new();

    /// <summary>Takes a definition out of use, as a person might.</summary>
    public void Deregister(string arn)
    {
        lock (_lock)
        {
            int at = _definitions.FindIndex(definition => definition.JobDefinitionArn == arn);
            _definitions[at] = _definitions[at] with { Status = Inactive };
        }
    }

    /// <inheritdoc/>
    public Task<RegisteredDefinition> RegisterAsync(RegisterRequest request, CancellationToken cancellationToken)
    {
        Action end = Weather.OnCall("RegisterJobDefinition", request.JobDefinitionName);
        lock (_lock)
        {
            int revision = 1 + _definitions.Count(definition => definition.JobDefinitionName == request.JobDefinitionName);
            var made = new JobDefinition
            {
                JobDefinitionName = request.JobDefinitionName,
                JobDefinitionArn = string.Create(
                    CultureInfo.InvariantCulture, $"arn:aws:batch:eu-west-1:123456789012:job-definition/{request.JobDefinitionName}:{revision}"),
                Revision = revision,
                Status = DefinitionQuery.Active,
                Type = request.Type,
                ContainerProperties = request.ContainerProperties,
                RetryStrategy = request.RetryStrategy,
                Timeout = request.Timeout,
                Tags = request.Tags,
            };
            _definitions.Add(made);
            end();
            return Task.FromResult(new RegisteredDefinition
            {
                JobDefinitionName = made.JobDefinitionName,
                JobDefinitionArn = made.JobDefinitionArn,
                Revision = made.Revision,
            });
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<JobDefinition> DescribeAsync(DefinitionQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        Weather.OnCall("DescribeJobDefinitions", query.JobDefinitionName ?? "")();
        JobDefinition[] found;
        lock (_lock)
        {
            found = [.. _definitions.Where(definition => (query.Status is null || definition.Status == query.Status)
                && (query.JobDefinitionName is null || definition.JobDefinitionName == query.JobDefinitionName)
                && (query.JobDefinitions is null || query.JobDefinitions.Contains(definition.JobDefinitionArn)
                    || query.JobDefinitions.Contains(string.Create(CultureInfo.InvariantCulture, $"{definition.JobDefinitionName}:{definition.Revision}"))))];
        }

        foreach (JobDefinition definition in found)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return definition;
        }
    }
}
