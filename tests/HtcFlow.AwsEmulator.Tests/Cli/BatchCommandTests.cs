using System.Text.Json;
using HtcFlow.AwsEmulator.Tests.Support;

namespace HtcFlow.AwsEmulator.Tests.Cli;

/// <summary>The stock command line drives Batch.</summary>
public sealed class BatchCommandTests
{
    private const string Container = """{"image":"i","command":["x"],"resourceRequirements":[{"type":"VCPU","value":"1"},{"type":"MEMORY","value":"512"}]}""";
    private const string Retry = """{"attempts":3,"evaluateOnExit":[{"onStatusReason":"Host EC2*","action":"RETRY"},{"onReason":"*","action":"EXIT"}]}""";

    [Fact]
    public async Task Jobs_FromDefinitionToEnd_AreDriven()
    {
        await using EmulatorHost host = await Quick.StartAsync();
        Uri at = host.Endpoint;
        await Awscli.OkAsync(at, "batch", "register-job-definition", "--job-definition-name", "d", "--type", "container", "--container-properties", Container, "--retry-strategy", Retry);
        JsonElement first = await Awscli.OkAsync(at, "batch", "submit-job", "--job-name", "first", "--job-queue", "main", "--job-definition", "d", "--array-properties", "size=3", "--tags", "campaign=c,stage=s");
        string id = first.GetProperty("jobId").GetString()!;
        JsonElement second = await Awscli.OkAsync(at, "batch", "submit-job", "--job-name", "second", "--job-queue", "main", "--job-definition", "d:1", "--array-properties", "size=3", "--depends-on", $"jobId={id},type=N_TO_N");
        await host.ReachedAsync(second.GetProperty("jobId").GetString()!, "SUCCEEDED");
        JsonElement described = await Awscli.OkAsync(at, "batch", "describe-jobs", "--jobs", id, $"{id}:2");
        Assert.Equal("SUCCEEDED", described.GetProperty("jobs")[1].GetProperty("status").GetString());
        JsonElement named = await Awscli.OkAsync(at, "batch", "list-jobs", "--job-queue", "main", "--filters", "name=JOB_NAME,values=first");
        Assert.Equal(id, named.GetProperty("jobSummaryList")[0].GetProperty("jobId").GetString());
        JsonElement children = await Awscli.OkAsync(at, "batch", "list-jobs", "--array-job-id", id, "--job-status", "SUCCEEDED", "--page-size", "2");
        Assert.Equal(3, children.GetProperty("jobSummaryList").GetArrayLength());
        JsonElement tags = await Awscli.OkAsync(at, "batch", "list-tags-for-resource", "--resource-arn", first.GetProperty("jobArn").GetString()!);
        Assert.Equal("c", tags.GetProperty("tags").GetProperty("campaign").GetString());
    }

    [Fact]
    public async Task Jobs_Stopped_FailWithTheReason()
    {
        await using EmulatorHost host = await Quick.StartAsync(static options => options.World.VirtualRunTime = TimeSpan.FromHours(1));
        Uri at = host.Endpoint;
        await Awscli.OkAsync(at, "batch", "register-job-definition", "--job-definition-name", "d", "--type", "container", "--container-properties", Container);
        string id = (await Awscli.OkAsync(at, "batch", "submit-job", "--job-name", "a", "--job-queue", "main", "--job-definition", "d")).GetProperty("jobId").GetString()!;
        await host.ReachedAsync(id, "RUNNING");
        await Awscli.OkAsync(at, "batch", "cancel-job", "--job-id", id, "--reason", "early");
        await Awscli.OkAsync(at, "batch", "terminate-job", "--job-id", id, "--reason", "enough");
        await host.ReachedAsync(id, "FAILED");
        JsonElement job = (await Awscli.OkAsync(at, "batch", "describe-jobs", "--jobs", id)).GetProperty("jobs")[0];
        Assert.Equal("enough", job.GetProperty("statusReason").GetString());
        await Awscli.OkAsync(at, "batch", "deregister-job-definition", "--job-definition", "d:1");
        (int code, _, string error) = await Awscli.RunAsync(at, "batch", "submit-job", "--job-name", "a", "--job-queue", "main", "--job-definition", "d:1");
        Assert.Equal(254, code);
        Assert.Contains("(ClientException) when calling the SubmitJob operation", error, StringComparison.Ordinal);
        Assert.Contains("Error executing request, Exception : JobDefinition d:1", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Queues_AreMadeAndUnmade()
    {
        await using EmulatorHost host = await Quick.StartAsync();
        Uri at = host.Endpoint;
        await Awscli.OkAsync(at, "batch", "create-compute-environment", "--compute-environment-name", "ce", "--type", "MANAGED", "--compute-resources", "type=SPOT,allocationStrategy=SPOT_PRICE_CAPACITY_OPTIMIZED,minvCpus=0,maxvCpus=64,instanceTypes=c5,subnets=subnet-1,instanceRole=r,securityGroupIds=sg-1");
        await Awscli.OkAsync(at, "batch", "create-job-queue", "--job-queue-name", "q", "--priority", "1", "--compute-environment-order", "order=1,computeEnvironment=ce");
        JsonElement queues = await Awscli.OkAsync(at, "batch", "describe-job-queues", "--job-queues", "q");
        Assert.Equal("VALID", queues.GetProperty("jobQueues")[0].GetProperty("status").GetString());
        await Awscli.OkAsync(at, "batch", "update-job-queue", "--job-queue", "q", "--state", "DISABLED");
        await Awscli.OkAsync(at, "batch", "delete-job-queue", "--job-queue", "q");
        await Awscli.OkAsync(at, "batch", "update-compute-environment", "--compute-environment", "ce", "--state", "DISABLED");
        await Awscli.OkAsync(at, "batch", "delete-compute-environment", "--compute-environment", "ce");
        JsonElement left = await Awscli.OkAsync(at, "batch", "describe-compute-environments");
        Assert.Equal("main", left.GetProperty("computeEnvironments").EnumerateArray().Single().GetProperty("computeEnvironmentName").GetString());
    }
}
