using HtcFlow.Aws;
using HtcFlow.Aws.Batch.Jobs;
using HtcFlow.Core.Ids;
using HtcFlow.Core.Ports;

namespace HtcFlow.Backends.AwsBatch;

/// <summary>One queue of AWS Batch in one account and region.</summary>
/// <param name="name">Name of the target; empty without targets.</param>
/// <param name="options">How arrays are sent to it.</param>
/// <param name="services">The services of its account and region.</param>
internal sealed class BatchPlace(string name, AwsBatchOptions options, AwsServices services)
{
    // So many names are looked for one by one; more of them by what they have in common, 100 a call.
    private const int MostSingleSearches = 20;

    private readonly JobDefinitions _definitions = new(services.Definitions);
    private int _widest;

    /// <summary>Name of the target; empty without targets.</summary>
    internal string Name => name;

    /// <summary>How arrays are sent to it.</summary>
    internal AwsBatchOptions Options => options;

    /// <summary>The services of its account and region.</summary>
    internal AwsServices Services => services;

    /// <summary>Looks at the queue and what is behind it.</summary>
    /// <exception cref="FaultException">The queue is not there, or must not be looked at.</exception>
    internal async Task<QueueState> LookAsync(CancellationToken cancellationToken)
    {
        QueueState state = await QueueState.ReadAsync(services, options.Queue, cancellationToken);
        _widest = state.Vcpus;
        return state;
    }

    /// <summary>Submits an array.</summary>
    internal async Task<SubmitReply> SubmitAsync(ArrayAsk ask, CancellationToken cancellationToken)
    {
        if (AwsBatchScript.Check(ask, options, _widest) is { } refusal)
        {
            return SubmitReply.Refused(refusal);
        }

        var definition = AwsBatchScript.Definition(ask, options);
        for (bool isAgain = false; ; isAgain = true)
        {
            try
            {
                string arn = await _definitions.ArnAsync(definition, cancellationToken);
                return SubmitReply.Accepted(
                    new JobHandle(ask.Name, await services.Jobs.SubmitAsync(AwsBatchScript.Request(ask, options, arn), cancellationToken), name));
            }
            catch (FaultException fault) when (fault.Kind is FaultKind.Broken or FaultKind.Gone && !isAgain)
            {
                if (await CannotMendAsync(definition, cancellationToken))
                {
                    return SubmitReply.Refused(fault);
                }
            }
            catch (FaultException fault)
            {
                return SubmitReply.Refused(fault);
            }
        }
    }

    /// <summary>Finds arrays by name; of several with one name, as after a lost reply that was not waited for, the oldest.</summary>
    internal async Task<IReadOnlyList<JobSummary>> FindAsync(IReadOnlyList<JobName> names, CancellationToken cancellationToken)
    {
        string[] searches = names.Count <= MostSingleSearches ? [.. names.Select(static n => n.Value)] : [Common(names) + "*"];
        var wanted = names.Select(static n => n.Value).ToHashSet(StringComparer.Ordinal);
        var found = new Dictionary<string, JobSummary>(StringComparer.Ordinal);
        try
        {
            foreach (string search in searches)
            {
                await foreach (JobSummary job in services.Jobs.ListAsync(ListQuery.Named(options.Queue, search), cancellationToken))
                {
                    if (wanted.Contains(job.JobName) && (!found.TryGetValue(job.JobName, out JobSummary? other) || job.CreatedAt < other.CreatedAt))
                    {
                        found[job.JobName] = job;
                    }
                }
            }
        }
        catch (FaultException fault) when (fault.Kind == FaultKind.Gone)
        {
            // A queue can be deleted only when it has no jobs.
        }

        return [.. found.Values];
    }

    private static string Common(IReadOnlyList<JobName> names)
    {
        string common = names[0].Value;
        foreach (JobName other in names)
        {
            int length = common.AsSpan().CommonPrefixLength(other.Value);
            common = common[..length];
        }

        return common;
    }

    // Somebody may have deregistered the definition; what is asked then is why the service refused, so a fault here changes nothing.
    private async Task<bool> CannotMendAsync(HtcFlow.Aws.Batch.Definitions.RegisterRequest definition, CancellationToken cancellationToken)
    {
        try
        {
            return !await _definitions.IsGoneAsync(definition, cancellationToken);
        }
        catch (FaultException)
        {
            return true;
        }
    }
}
