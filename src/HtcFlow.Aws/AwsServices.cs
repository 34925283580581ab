using HtcFlow.Aws.Account;
using HtcFlow.Aws.Batch;
using HtcFlow.Aws.Calls;
using HtcFlow.Aws.Ec2;
using HtcFlow.Aws.Identity;

namespace HtcFlow.Aws;

/// <summary>The ports of one account in one region.</summary>
public sealed class AwsServices
{
    /// <summary>The region, for example <c>eu-west-1</c>.</summary>
    public required string Region { get; init; }

    /// <summary>Jobs of Batch.</summary>
    public required IBatchJobs Jobs { get; init; }

    /// <summary>Job definitions of Batch.</summary>
    public required IBatchDefinitions Definitions { get; init; }

    /// <summary>Queues and compute environments of Batch.</summary>
    public required IBatchQueues Queues { get; init; }

    /// <summary>Takes queues and compute environments away.</summary>
    public required IBatchRemovals Removals { get; init; }

    /// <summary>Instances and the spot market.</summary>
    public required IEc2 Ec2 { get; init; }

    /// <summary>What a check before a campaign asks.</summary>
    public required IAwsAccount Account { get; init; }

    /// <summary>Counts the calls.</summary>
    public AwsMeter Meter { get; init; } = new();

    /// <summary>Makes the ports; no service is called, but an instance is asked for its region where nothing else says one.</summary>
    /// <param name="options">Which account and region.</param>
    /// <param name="time">Clock.</param>
    /// <param name="dice">Spreads repetitions of calls.</param>
    /// <exception cref="Core.Ports.FaultException">No region is set, or an address is none.</exception>
    public static AwsServices Open(AwsOptions options, TimeProvider time, Random dice) => Open(
        options, time, dice, AwsHttp.Shared, new SdkCredentials(options.Profile),
        new AwsSettings(options, Environment.GetEnvironmentVariable, InstanceRegion.Find));

    internal static AwsServices Open(
        AwsOptions options, TimeProvider time, Random dice, HttpMessageInvoker http, IAwsCredentials credentials, AwsSettings settings)
    {
        var diceLock = new Lock();
        var meter = new AwsMeter();
        double Throw()
        {
            lock (diceLock)
            {
                return dice.NextDouble();
            }
        }

        var parts = new CallerParts(http, credentials, new AwsRetries(options.TryLimit, time, Throw), meter, time);
        var callers = new AwsCallers(options, settings, parts);
        var batch = new BatchCaller(callers.Of(AwsService.Batch));
        var queues = new BatchQueues(batch);
        return new AwsServices
        {
            Region = callers.Region,
            Jobs = new BatchJobs(batch),
            Definitions = new BatchDefinitions(batch),
            Queues = queues,
            Removals = queues,
            Ec2 = new Ec2Client(new QueryCaller(callers.Of(AwsService.Ec2), Ec2Client.Version), time),
            Account = new AwsAccount(callers),
            Meter = meter,
        };
    }
}
