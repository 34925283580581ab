using HtcFlow.Aws;
using HtcFlow.Aws.Account;
using HtcFlow.Aws.Batch.Queues;
using HtcFlow.Backends.AwsBatch;
using HtcFlow.Cli.Machine;
using HtcFlow.Cli.Output;
using HtcFlow.Core.Ports;

namespace HtcFlow.Cli.Aws.Visit;

/// <summary>Looks at the queue of a target, the environments behind it, and its image.</summary>
internal sealed class PlaceVisit(AwsServices services, CancellationToken cancellationToken)
{
    // A token makes one hop from the instance into a container of a bridge.
    private const int HopsOfContainers = 2;

    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);

    /// <summary>Looks at the queue and adds what was found; null where there is no such queue.</summary>
    public async Task<QueueState?> QueueAsync(string target, AwsBatchOptions options, List<Finding> findings)
    {
        if (options.Queue.Length == 0)
        {
            findings.Add(new Finding(FaultFinding.Name(target, "queue"), Finding.Advice, "none is named, so none was looked at", "say --campaign FILE with a file that names queue and image"));
            return null;
        }

        try
        {
            QueueState state = await QueueState.ReadAsync(services, options.Queue, cancellationToken);
            findings.Add(OfQueue(target, state));
            foreach (ComputeEnvironment environment in state.Environments.Where(environment => _seen.Add(environment.ComputeEnvironmentArn)))
            {
                findings.AddRange(await OfEnvironmentAsync(target, environment));
            }

            return state;
        }
        catch (FaultException fault)
        {
            findings.Add(FaultFinding.Of(target, "queue", fault));
            return null;
        }
    }

    /// <summary>Looks for the image.</summary>
    public async Task<IEnumerable<Finding>> ImageAsync(string target, AwsBatchOptions options)
    {
        string name = FaultFinding.Name(target, "image");
        if (options.Image.Length == 0)
        {
            return options.Queue.Length == 0 ? [] : [new Finding(name, Finding.Missing, "none is named", "write image: <registry>/<name>:<tag> under 'aws-batch'; its entry point is htcflow-runner")];
        }

        if (ImageName.Parse(options.Image) is not { } image)
        {
            return [new Finding(name, Finding.Advice, $"{options.Image} is not in ECR, so it cannot be looked at from here", "make sure that instances may pull it")];
        }

        try
        {
            RegistryImage found = await services.Account.ImageAsync(image, cancellationToken);
            string size = found.CompressedBytes > 0 ? $", {Amounts.Size(found.CompressedBytes)}" : "";
            return [new Finding(name, Finding.Ok, $"{options.Image} is there ({found.Digest[..Math.Min(found.Digest.Length, 19)]}{size})", "")];
        }
        catch (FaultException fault) when (fault.Kind == FaultKind.Gone)
        {
            return [new Finding(name, Finding.Missing, $"{options.Image} is not there: {fault.Detail}", $"docker push {options.Image}")];
        }
        catch (FaultException fault)
        {
            return [FaultFinding.Of(target, "image", fault, Finding.Advice)];
        }
    }

    private static Finding OfQueue(string target, QueueState state)
    {
        string name = FaultFinding.Name(target, "queue");
        string[] problem = state.Problem.Split("; ", 2);
        return state.Problem.Length > 0
            ? new Finding(name, Finding.Missing, problem[0], problem.Length == 2 ? problem[1] : "see docs/aws.md")
            : new Finding(
                name, Finding.Ok, $"{state.Queue.JobQueueName} is open: {Amounts.Count(state.Environments.Count, "compute environment")}, at most {Amounts.Count(state.Vcpus, "vCPU")}", "");
    }

    private async Task<IEnumerable<Finding>> OfEnvironmentAsync(string target, ComputeEnvironment environment)
    {
        string name = FaultFinding.Name(target, "environment");
        string title = environment.ComputeEnvironmentName;
        Finding state = environment.Status == ResourceStatus.Invalid
                ? new Finding(name, Finding.Advice, $"{title} is invalid: {environment.StatusReason}", "mend or replace it; other environments of the queue are used meanwhile")
            : environment.State == ResourceState.Disabled
                ? new Finding(name, Finding.Advice, $"{title} is disabled", $"aws batch update-compute-environment --compute-environment {title} --state ENABLED")
            : new Finding(
                name, Finding.Ok,
                $"{title}: {environment.ComputeResources?.Type ?? environment.Type}, {environment.ComputeResources?.AllocationStrategy ?? "no strategy"}, {string.Join(' ', environment.ComputeResources?.InstanceTypes ?? [])}", "");
        return environment.ComputeResources is { Type: "SPOT" or "EC2" } resources ? [state, await MetadataAsync(target, title, resources)] : [state];
    }

    private async Task<Finding> MetadataAsync(string target, string title, ComputeResources resources)
    {
        const string remedy = "give the environment a launch template with HttpPutResponseHopLimit 2, as `htcflow aws init` writes it";
        string name = FaultFinding.Name(target, "metadata");
        if (resources.LaunchTemplate is not { } template)
        {
            return new Finding(name, Finding.Advice, $"{title} has no launch template, so the hop limit is the machine image's; with 1, containers do not hear of a reclaim", remedy);
        }

        try
        {
            MetadataOptions options = await services.Account.MetadataOptionsAsync(template, cancellationToken);
            return options.HttpEndpoint == "disabled"
                    ? new Finding(name, Finding.Advice, $"instances of {title} offer no metadata, so tasks do not hear of a reclaim", remedy)
                : options.HopLimit is { } hops
                    ? Finding.If(hops >= HopsOfContainers, name, $"hop limit {hops} in {title}{(hops >= HopsOfContainers ? "" : ": containers do not hear of a reclaim")}", Finding.Advice, remedy)
                : new Finding(name, Finding.Advice, $"the launch template of {title} says no hop limit, so the account's or the machine image's holds", remedy);
        }
        catch (FaultException fault)
        {
            return FaultFinding.Of(target, "metadata", fault, Finding.Advice);
        }
    }
}
