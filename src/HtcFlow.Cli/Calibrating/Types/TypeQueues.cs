using HtcFlow.Aws.Batch.Queues;
using HtcFlow.Cli.Aws;
using HtcFlow.Core.Ports;

namespace HtcFlow.Cli.Calibrating.Types;

/// <summary>A compute environment and a queue of one type of instances each: made for a calibration, found again, and taken away.</summary>
/// <param name="context">The world of the command.</param>
/// <param name="services">The account.</param>
/// <param name="campaign">Campaign.</param>
internal sealed class TypeQueues(CommandContext context, HtcFlow.Aws.AwsServices services, string campaign)
{
    /// <summary>Tag of all that is made, with the name of the campaign.</summary>
    public const string Tag = "htcflow:calibrate";

    private static readonly TimeSpan s_firstPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan s_longestPause = TimeSpan.FromSeconds(5);

    // Instances that still run are given back first, which takes minutes.
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(15);

    private FaultException? _last;

    /// <summary>Name of the queue of a type, and of its environment.</summary>
    public string NameOf(CandidateType type) => $"{SubmitterActions.CalibratePrefix}{campaign}-{type.Label}";

    /// <summary>Makes what is not there, and waits until all of it can be used.</summary>
    /// <param name="source">What is copied.</param>
    /// <param name="types">Types.</param>
    /// <param name="most">Most tasks of a type.</param>
    /// <exception cref="FaultException">The account refuses, or it takes too long.</exception>
    public async Task EnsureAsync(SourceQueue source, IReadOnlyList<CandidateType> types, int most)
    {
        await UntilAsync("make the queues of", types, async (queues, environments) =>
        {
            bool isReady = true;
            foreach (CandidateType type in types)
            {
                string name = NameOf(type);
                environments.TryGetValue(name, out ComputeEnvironment? environment);
                queues.TryGetValue(name, out JobQueue? queue);
                isReady &= environment is { State: ResourceState.Enabled, Status: ResourceStatus.Valid } && queue is { State: ResourceState.Enabled, Status: ResourceStatus.Valid };
                await GrowAsync(source, type, most, environment, queue);
            }

            return isReady;
        });
    }

    /// <summary>Disables and deletes what is there.</summary>
    /// <exception cref="FaultException">The account refuses, or it takes too long.</exception>
    public Task RemoveAsync(IReadOnlyList<CandidateType> types) => UntilAsync("take away the queues of", types, async (queues, environments) =>
    {
        foreach (JobQueue queue in queues.Values)
        {
            await RemoveAsync(queue);
        }

        foreach (ComputeEnvironment environment in environments.Values)
        {
            await RemoveAsync(environment, isFree: !queues.ContainsKey(environment.ComputeEnvironmentName));
        }

        // An environment that is being deleted has no queue and starts nothing; what is left of it the service does on its own.
        return queues.Count == 0 && environments.Values.All(static e => e.Status == ResourceStatus.Deleting);
    });

    private async Task GrowAsync(SourceQueue source, CandidateType type, int most, ComputeEnvironment? environment, JobQueue? queue)
    {
        string name = NameOf(type);
        if (environment is null)
        {
            await OnceAsync(() => services.Queues.CreateEnvironmentAsync(Copy(source, type, most), context.Stop));
        }
        else if (environment.Status == ResourceStatus.Invalid)
        {
            throw new FaultException(
                FaultKind.Broken, "use compute environment", name, $"it is invalid{(environment.StatusReason is { Length: > 0 } reason ? $" ({reason.ReplaceLineEndings(" ")})" : "")}; mend the one that it is a copy of, {source.Environment.ComputeEnvironmentName}");
        }
        else if (environment is { State: ResourceState.Disabled, Status: ResourceStatus.Valid })
        {
            await OnceAsync(() => services.Queues.UpdateEnvironmentAsync(new UpdateEnvironmentRequest { ComputeEnvironment = name, State = ResourceState.Enabled }, context.Stop));
        }
        else if (queue is null && environment.Status == ResourceStatus.Valid)
        {
            var request = new CreateQueueRequest
            {
                JobQueueName = name,
                ComputeEnvironmentOrder = [new EnvironmentOrder(1, environment.ComputeEnvironmentArn)],
                Tags = Tags(),
            };
            await OnceAsync(() => services.Queues.CreateQueueAsync(request, context.Stop));
        }
        else if (queue is { State: ResourceState.Disabled, Status: ResourceStatus.Valid })
        {
            await OnceAsync(() => services.Queues.UpdateQueueAsync(new UpdateQueueRequest { JobQueue = name, State = ResourceState.Enabled }, context.Stop));
        }
    }

    private CreateEnvironmentRequest Copy(SourceQueue source, CandidateType type, int most)
    {
        int machines = (most + type.Slots - 1) / type.Slots;
        long vcpus = Math.Min((long)machines * type.Vcpus, source.Resources.MaxVcpus ?? int.MaxValue);
        return new CreateEnvironmentRequest
        {
            ComputeEnvironmentName = NameOf(type),
            ServiceRole = RoleOf(source.Environment),
            ComputeResources = source.Resources with
            {
                InstanceTypes = [type.Name],
                MinVcpus = 0,
                MaxVcpus = (int)Math.Max(type.Vcpus, vcpus),
                DesiredVcpus = null,
                Tags = new Dictionary<string, string>(source.Resources.Tags ?? new Dictionary<string, string>()) { [Tag] = campaign },
            },
            Tags = Tags(),
        };
    }

    // The service's own role cannot be named in a request.
    private static string? RoleOf(ComputeEnvironment environment) =>
        environment.ServiceRole is { Length: > 0 } role && !role.Contains("/aws-service-role/", StringComparison.Ordinal) ? role : null;

    private Dictionary<string, string> Tags() => new(StringComparer.Ordinal) { [Tag] = campaign };

    private async Task RemoveAsync(JobQueue queue)
    {
        if (queue.State == ResourceState.Enabled && queue.Status is ResourceStatus.Valid or ResourceStatus.Invalid)
        {
            await OnceAsync(() => services.Queues.UpdateQueueAsync(new UpdateQueueRequest { JobQueue = queue.JobQueueName, State = ResourceState.Disabled }, context.Stop), isPatient: true);
        }
        else if (queue.Status is ResourceStatus.Valid or ResourceStatus.Invalid)
        {
            await OnceAsync(() => services.Removals.DeleteQueueAsync(queue.JobQueueName, context.Stop), isPatient: true);
        }
    }

    private async Task RemoveAsync(ComputeEnvironment environment, bool isFree)
    {
        string name = environment.ComputeEnvironmentName;
        if (environment.State == ResourceState.Enabled && environment.Status is ResourceStatus.Valid or ResourceStatus.Invalid)
        {
            await OnceAsync(() => services.Queues.UpdateEnvironmentAsync(new UpdateEnvironmentRequest { ComputeEnvironment = name, State = ResourceState.Disabled }, context.Stop), isPatient: true);
        }
        else if (isFree && environment.Status is ResourceStatus.Valid or ResourceStatus.Invalid)
        {
            await OnceAsync(() => services.Removals.DeleteEnvironmentAsync(name, context.Stop), isPatient: true);
        }
    }

    // The service refuses what comes too early, or a second time after a lost reply; the next look tells what is to be done then. It goes through
    // deletions step by step, and says in many ways what it waits for; what is to be made must not be tried for long where something is wrong with it.
    private async Task OnceAsync(Func<Task> call, bool isPatient = false)
    {
        try
        {
            await call();
        }
        catch (FaultException fault) when (fault.Kind == FaultKind.Broken && (isPatient || IsEarly(fault.Detail)))
        {
            _last = fault;
        }
    }

    private static bool IsEarly(string said) =>
        ((string[])["being modified", "already exists", "not valid", "valid state"]).Any(words => said.Contains(words, StringComparison.OrdinalIgnoreCase));

    private async Task UntilAsync(
        string what, IReadOnlyList<CandidateType> types, Func<Dictionary<string, JobQueue>, Dictionary<string, ComputeEnvironment>, Task<bool>> step)
    {
        string[] names = [.. types.Select(NameOf)];
        DateTimeOffset end = context.Now + s_patience;
        for (TimeSpan pause = s_firstPause; ; pause = pause * 2 < s_longestPause ? pause * 2 : s_longestPause)
        {
            try
            {
                var queues = (await services.Queues.DescribeQueuesAsync(names, context.Stop)).ToDictionary(static q => q.JobQueueName, StringComparer.Ordinal);
                var environments = (await services.Queues.DescribeEnvironmentsAsync(names, context.Stop)).ToDictionary(static e => e.ComputeEnvironmentName, StringComparer.Ordinal);
                if (await step(queues, environments))
                {
                    return;
                }
            }
            catch (FaultException fault) when (fault.Kind is FaultKind.Transient or FaultKind.Throttled)
            {
                context.Remark($"waiting: {fault.Message}");
            }
            catch (FaultException fault) when (fault.Kind == FaultKind.Denied)
            {
                throw new FaultException(
                    FaultKind.Denied, fault.Operation, fault.Subject,
                    $"{fault.Detail}; a calibration makes and removes queues, which takes {string.Join(", ", SubmitterActions.Calibrate.Concat(SubmitterActions.Tag).Concat(SubmitterActions.Submit))} on {SubmitterActions.CalibratePrefix}* and iam:PassRole for the role of instances: `htcflow aws init --calibrate` writes these into the submitter's policy",
                    fault);
            }

            if (context.Now >= end)
            {
                throw new FaultException(FaultKind.Transient, what, campaign, $"AWS Batch was not through after {s_patience.TotalMinutes:0} minutes{(_last is null ? "" : $" ({_last.Message})")}; the same command goes on with it");
            }

            await Task.Delay(pause, context.Time, context.Stop);
        }
    }
}
