using HtcFlow.Aws.Batch;
using HtcFlow.Aws.Batch.Definitions;

namespace HtcFlow.Backends.AwsBatch;

/// <summary>Keeps one job definition for each content, by names that say it: what is there is used again, whoever registered it.</summary>
/// <remarks>Callers: any thread.</remarks>
internal sealed class JobDefinitions(IBatchDefinitions definitions)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Task<string>> _known = [];

    /// <summary>The ARN of a definition, registered if it is not there.</summary>
    internal async Task<string> ArnAsync(RegisterRequest request, CancellationToken cancellationToken)
    {
        Task<string> arn;
        lock (_lock)
        {
            if (!_known.TryGetValue(request.JobDefinitionName, out Task<string>? known) || known.IsFaulted || known.IsCanceled)
            {
                _known[request.JobDefinitionName] = known = FindOrRegisterAsync(request, cancellationToken);
            }

            arn = known;
        }

        return await arn;
    }

    /// <summary>Whether a definition went away since it was found; it is looked for again then.</summary>
    internal async Task<bool> IsGoneAsync(RegisterRequest request, CancellationToken cancellationToken)
    {
        if (await FindAsync(request.JobDefinitionName, cancellationToken) is { } found && found == await ArnAsync(request, cancellationToken))
        {
            return false;
        }

        lock (_lock)
        {
            _known.Remove(request.JobDefinitionName);
        }

        return true;
    }

    private async Task<string> FindOrRegisterAsync(RegisterRequest request, CancellationToken cancellationToken) =>
        await FindAsync(request.JobDefinitionName, cancellationToken) ?? (await definitions.RegisterAsync(request, cancellationToken)).JobDefinitionArn;

    // The newest, for revisions of one name have the same content.
    private async Task<string?> FindAsync(string name, CancellationToken cancellationToken)
    {
        JobDefinition? newest = null;
        await foreach (JobDefinition definition in definitions.DescribeAsync(new DefinitionQuery { JobDefinitionName = name }, cancellationToken))
        {
            newest = newest is null || definition.Revision > newest.Revision ? definition : newest;
        }

        return newest?.JobDefinitionArn;
    }
}
