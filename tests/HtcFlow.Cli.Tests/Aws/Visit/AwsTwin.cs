using HtcFlow.Aws;
using HtcFlow.Aws.Account;
using HtcFlow.Aws.Batch.Queues;
using HtcFlow.Aws.Memory;

namespace HtcFlow.Cli.Tests.Aws.Visit;

/// <summary>An account in memory with a spot queue that is in order.</summary>
internal sealed class AwsTwin
{
    private static readonly ImageName s_image = new("123456789012", "eu-west-1", "hamr", "3", "");

    public AwsTwin()
    {
        Task<string> environment = Queues.CreateEnvironmentAsync(
            new CreateEnvironmentRequest
            {
                ComputeEnvironmentName = "spot",
                Type = "MANAGED",
                ComputeResources = new ComputeResources
                {
                    Type = "SPOT",
                    AllocationStrategy = "SPOT_PRICE_CAPACITY_OPTIMIZED",
                    MaxVcpus = 4_000,
                    InstanceTypes = ["c5", "m5"],
                    LaunchTemplate = new LaunchTemplate { LaunchTemplateId = "lt-1" },
                },
            },
            default);
        Assert.True(environment.IsCompletedSuccessfully);
        Task<string> queue = Queues.CreateQueueAsync(
            new CreateQueueRequest { JobQueueName = "spot", ComputeEnvironmentOrder = [new EnvironmentOrder(1, "spot")] }, default);
        Assert.True(queue.IsCompletedSuccessfully);
        Account.Templates["lt-1"] = new MetadataOptions("required", 2, "enabled");
        Account.Images[s_image] = new RegistryImage("sha256:0123456789abcdef0123", ["3"], 90_000_000, null);
        Account.Quotas["ec2/L-34B43A08"] = new ServiceQuota("Spot", 10_000, "None", true, false);
        Account.Quotas["ebs/L-7A658B76"] = new ServiceQuota("gp3", 100, "None", true, false);
    }

    public MemoryBatchQueues Queues { get; } = new();

    public MemoryEc2 Ec2 { get; } = Market();

    public MemoryAwsAccount Account { get; } = new();

    public AwsServices Services => field ??= new AwsServices
    {
        Region = "eu-west-1",
        Jobs = new MemoryBatchJobs(TimeProvider.System),
        Definitions = new MemoryBatchDefinitions(),
        Queues = Queues,
        Removals = Queues,
        Ec2 = Ec2,
        Account = Account,
    };

    private static MemoryEc2 Market()
    {
        var ec2 = new MemoryEc2();
        ec2.Add(new HtcFlow.Aws.Ec2.Ec2InstanceType { Name = "m5.2xlarge", Vcpus = 8 });
        return ec2;
    }
}
