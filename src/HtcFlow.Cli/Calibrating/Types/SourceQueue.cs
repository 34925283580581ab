using HtcFlow.Aws;
using HtcFlow.Aws.Batch.Queues;
using HtcFlow.Backends.AwsBatch;
using HtcFlow.Cli.Aws.Init;
using HtcFlow.Core.Ports;

namespace HtcFlow.Cli.Calibrating.Types;

/// <summary>The queue of a campaign, of whose compute environment one for each type is a copy.</summary>
/// <param name="Services">The account.</param>
/// <param name="Queue">Name of the queue.</param>
/// <param name="Environment">Its environment.</param>
/// <param name="Resources">What that starts.</param>
internal sealed record SourceQueue(AwsServices Services, string Queue, ComputeEnvironment Environment, ComputeResources Resources)
{
    private const string Spot = "SPOT";

    /// <summary>Whether its machines have Arm processors: the image and the programs of the campaign are made for them then.</summary>
    public bool IsArm => Resources.InstanceTypes is { Count: > 0 } types && types.All(InstanceTypeNames.IsArm);

    /// <summary>Looks at the queue of a target.</summary>
    /// <exception cref="FaultException">There is no such queue, or none with spot instances of its own.</exception>
    public static async Task<SourceQueue> ReadAsync(AwsServices services, string queue, CancellationToken cancellationToken)
    {
        QueueState state = await QueueState.ReadAsync(services, queue, cancellationToken);
        if (state.Problem.Length > 0)
        {
            throw new FaultException(FaultKind.Broken, "calibrate on queue", queue, state.Problem);
        }

        ComputeEnvironment? environment = state.Environments.FirstOrDefault(
            static e => e is { State: ResourceState.Enabled, Status: not ResourceStatus.Invalid, ComputeResources.Type: Spot });
        return environment is null
            ? throw new FaultException(
                FaultKind.Broken, "calibrate on queue", queue, "none of its compute environments starts spot instances, whose prices are what is compared; name a queue with one in the campaign file")
            : new SourceQueue(services, state.Queue.JobQueueName, environment, environment.ComputeResources!);
    }

    /// <summary>The zones in which it starts instances; none when the account does not tell.</summary>
    public async Task<IReadOnlyList<string>> ZonesAsync(CommandContext context)
    {
        try
        {
            return Resources.Subnets is { Count: > 0 } subnets
                ? [.. (await Services.Ec2.SubnetZonesAsync(subnets, context.Stop)).Values.Distinct().Order(StringComparer.Ordinal)]
                : [];
        }
        catch (FaultException fault)
        {
            context.Remark($"the zones of the subnets were not asked for: {fault.Detail}; prices are those of all zones of {Services.Region}");
            return [];
        }
    }
}
