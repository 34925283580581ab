using System.Text.Json;
using HtcFlow.AwsEmulator.Tests.Support;

namespace HtcFlow.AwsEmulator.Tests.Cli;

/// <summary>The stock command line drives EC2 and the services around it.</summary>
public sealed class OtherCommandTests
{
    [Fact]
    public async Task SpotPrices_OfADay_ComeInPagesNewestFirst()
    {
        await using Scene scene = await Scene.StartAsync(static options => options.Limits.ClockSkew = TimeSpan.FromDays(36_500));
        JsonElement history = await Awscli.OkAsync(
            scene.Host.Endpoint, "ec2", "describe-spot-price-history", "--instance-types", "c5.large", "m5.large", "--product-descriptions", "Linux/UNIX", "--start-time", "2029-12-31T00:00:00Z", "--page-size", "7");
        JsonElement[] prices = [.. history.GetProperty("SpotPriceHistory").EnumerateArray()];
        Assert.InRange(prices.Length, 2 * 3 * 6, 2 * 3 * 8);
        string[] times = [.. prices.Select(static price => price.GetProperty("Timestamp").GetString()!)];
        Assert.Equal(times.OrderDescending(StringComparer.Ordinal), times);
    }

    [Fact]
    public async Task Instances_RunningJobs_AreDescribedAndTerminated()
    {
        await using EmulatorHost host = await Quick.StartAsync(static options => options.World.VirtualRunTime = TimeSpan.FromHours(1));
        using var caller = new Caller(host.Endpoint, TimeProvider.System);
        await caller.OkAsync("RegisterJobDefinition", new { jobDefinitionName = "d", type = "container", containerProperties = new { image = "i", vcpus = 1, memory = 512 } });
        string id = (await caller.OkAsync("SubmitJob", new { jobName = "a", jobQueue = "main", jobDefinition = "d" })).GetProperty("jobId").GetString()!;
        await host.ReachedAsync(id, "RUNNING");
        JsonElement described = await Awscli.OkAsync(host.Endpoint, "ec2", "describe-instances", "--filters", "Name=instance-state-name,Values=running");
        JsonElement instance = described.GetProperty("Reservations")[0].GetProperty("Instances")[0];
        Assert.Equal("spot", instance.GetProperty("InstanceLifecycle").GetString());
        string machine = instance.GetProperty("InstanceId").GetString()!;
        (_, _, string dry) = await Awscli.RunAsync(host.Endpoint, "ec2", "terminate-instances", "--instance-ids", machine, "--dry-run");
        Assert.Contains("(DryRunOperation)", dry, StringComparison.Ordinal);
        JsonElement gone = await Awscli.OkAsync(host.Endpoint, "ec2", "terminate-instances", "--instance-ids", machine);
        Assert.Equal("shutting-down", gone.GetProperty("TerminatingInstances")[0].GetProperty("CurrentState").GetProperty("Name").GetString());
        await host.ReachedAsync(id, "FAILED");
        JsonElement job = (await caller.OkAsync("DescribeJobs", new { jobs = new[] { id } })).GetProperty("jobs")[0];
        Assert.Equal($"Host EC2 (instance {machine}) terminated.", job.GetProperty("statusReason").GetString());
    }

    [Fact]
    public async Task Account_IsDescribed()
    {
        await using EmulatorHost host = await Quick.StartAsync(static options => options.Images["sim:1"] = new());
        Uri at = host.Endpoint;
        JsonElement[] answers = await Task.WhenAll(
            Awscli.OkAsync(at, "sts", "get-caller-identity"),
            Awscli.OkAsync(at, "ec2", "describe-instance-types", "--instance-types", "c6a.4xlarge"),
            Awscli.OkAsync(at, "ec2", "describe-regions"),
            Awscli.OkAsync(at, "service-quotas", "get-service-quota", "--service-code", "ec2", "--quota-code", "L-34B43A08"),
            Awscli.OkAsync(at, "ecr", "describe-images", "--repository-name", "sim", "--image-ids", "imageTag=1"),
            Awscli.OkAsync(at, "iam", "simulate-principal-policy", "--policy-source-arn", "arn:aws:iam::123456789012:user/admin", "--action-names", "ec2:TerminateInstances"));
        Assert.Equal("arn:aws:iam::123456789012:user/admin", answers[0].GetProperty("Arn").GetString());
        Assert.Equal(16, answers[1].GetProperty("InstanceTypes")[0].GetProperty("VCpuInfo").GetProperty("DefaultVCpus").GetInt32());
        Assert.Equal(2, answers[2].GetProperty("Regions").GetArrayLength());
        Assert.Equal(1_000_000, answers[3].GetProperty("Quota").GetProperty("Value").GetDouble());
        Assert.Equal("1", answers[4].GetProperty("imageDetails")[0].GetProperty("imageTags")[0].GetString());
        Assert.Equal("allowed", answers[5].GetProperty("EvaluationResults")[0].GetProperty("EvalDecision").GetString());
    }

    [Fact]
    public async Task Permission_Removed_IsRefusedInEachProtocolsWords()
    {
        await using EmulatorHost host = await Quick.StartAsync();
        host.Control("POST", "permission", new { effect = "Deny", actions = new[] { "batch:ListJobs", "ec2:DescribeRegions" } });
        (_, _, string batch) = await Awscli.RunAsync(host.Endpoint, "batch", "list-jobs", "--job-queue", "main");
        Assert.Contains("(AccessDeniedException)", batch, StringComparison.Ordinal);
        Assert.Contains("with an explicit deny", batch, StringComparison.Ordinal);
        (_, _, string ec2) = await Awscli.RunAsync(host.Endpoint, "ec2", "describe-regions");
        Assert.Contains("(UnauthorizedOperation)", ec2, StringComparison.Ordinal);
        host.Control("DELETE", "permission");
        await Awscli.OkAsync(host.Endpoint, "batch", "list-jobs", "--job-queue", "main");
    }
}
