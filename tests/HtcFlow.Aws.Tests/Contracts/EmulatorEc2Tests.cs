using HtcFlow.Aws.Batch.Jobs;
using HtcFlow.Aws.Ec2;
using HtcFlow.AwsEmulator.Options;
using HtcFlow.Core.Ports;

namespace HtcFlow.Aws.Tests.Contracts;

/// <summary>EC2's port before a service that behaves as the real one.</summary>
public sealed class EmulatorEc2Tests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task SpotPricesAsync_WeekOfOneType_ComesInPagesAndCoversTheWeek()
    {
        await using EmulatorStand stand = await EmulatorStand.StartAsync();
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        var query = new SpotPriceQuery { InstanceTypes = ["c5.4xlarge"], Zones = ["us-east-1a"], From = now.AddDays(-7), To = now };
        SpotPrice[] whole = await stand.Services.Ec2.SpotPricesAsync(query, Token).ToArrayAsync(Token);
        SpotPrice[] paged = await stand.Services.Ec2.SpotPricesAsync(query with { PageSize = 5 }, Token).ToArrayAsync(Token);
        Assert.Equal(whole, paged);
        Assert.True(whole.Length > 5);
        Assert.True(whole.Min(static price => price.From) <= query.From);
        Assert.All(whole, static price => Assert.Equal(("c5.4xlarge", "us-east-1a", "Linux/UNIX", true), (price.InstanceType, price.Zone, price.Product, price.DollarsPerHour > 0)));
    }

    [Fact]
    public async Task SpotPricesAsync_NoTimes_GivesThePresentPriceOfEachZone()
    {
        await using EmulatorStand stand = await EmulatorStand.StartAsync();
        SpotPrice[] prices = await stand.Services.Ec2.SpotPricesAsync(new SpotPriceQuery { InstanceTypes = ["c5.large"] }, Token).ToArrayAsync(Token);
        Assert.Equal(["us-east-1a", "us-east-1b", "us-east-1c"], prices.Select(static price => price.Zone).Order());
    }

    [Fact]
    public async Task SubnetZonesAsync_OfAnEnvironment_TellsItsZones()
    {
        await using EmulatorStand stand = await EmulatorStand.StartAsync();
        string[] subnets = [.. Assert.Single(await stand.Services.Queues.DescribeEnvironmentsAsync(["main"], Token)).ComputeResources!.Subnets!];
        IReadOnlyDictionary<string, string> zones = await stand.Services.Ec2.SubnetZonesAsync(subnets, Token);
        Assert.Equal(["us-east-1a", "us-east-1b", "us-east-1c"], zones.Values.Order());
        Assert.Equal(FaultKind.Gone, (await Assert.ThrowsAsync<FaultException>(() => stand.Services.Ec2.SubnetZonesAsync(["subnet-0"], Token))).Kind);
    }

    [Fact]
    public async Task InstanceTypesAsync_Named_TellsWhatTheyHave()
    {
        await using EmulatorStand stand = await EmulatorStand.StartAsync();
        Ec2InstanceType type = Assert.Single(await stand.Services.Ec2.InstanceTypesAsync(["c5.4xlarge"], Token));
        Assert.Equal(("c5.4xlarge", 16, 32_768L), (type.Name, type.Vcpus, type.MemoryMebibytes));
        Assert.Contains("spot", type.UsageClasses);
        Assert.True((await stand.Services.Ec2.InstanceTypesAsync([], Token)).Count > 10);
        await Assert.ThrowsAsync<FaultException>(() => stand.Services.Ec2.InstanceTypesAsync(["c5.nothing"], Token));
    }

    [Fact]
    public async Task Instances_OfARunningJob_AreFoundAndTerminated()
    {
        var options = new EmulatorOptions();
        await using EmulatorStand stand = await EmulatorStand.StartAsync(options);
        options.World.VirtualRunTime = TimeSpan.FromMinutes(10);
        string definition = (await stand.Services.Definitions.RegisterAsync(EmulatorBatchJobsContractTests.Sleeper("ec2"), Token)).JobDefinitionArn;
        string id = await stand.Services.Jobs.SubmitAsync(new SubmitRequest { JobName = "a", JobQueue = "main", JobDefinition = definition }, Token);
        while (Assert.Single(await stand.Services.Jobs.DescribeAsync([id], Token)).Status != JobStatus.Running)
        {
            // Each look waits for its turn.
        }

        var running = new InstanceQuery { Filters = new Dictionary<string, IReadOnlyCollection<string>> { ["instance-state-name"] = ["running"], ["tag-key"] = ["AWSBatchServiceTag"] } };
        Ec2Instance[] found = await stand.Services.Ec2.InstancesAsync(running, Token).ToArrayAsync(Token);
        Assert.All(found, static instance => Assert.True(instance.IsSpot));
        string[] ids = [.. found.Select(static instance => instance.Id)];
        Assert.NotEmpty(ids);
        Assert.Empty(await stand.Services.Ec2.TerminateInstancesAsync(ids, dryRun: true, Token));
        Assert.Equal(ids.Order(), (await stand.Services.Ec2.TerminateInstancesAsync(ids, dryRun: false, Token)).Select(static change => change.Id).Order());
        Ec2Instance after = (await stand.Services.Ec2.InstancesAsync(new InstanceQuery { Ids = ids }, Token).ToArrayAsync(Token))[0];
        Assert.Contains(after.State, new[] { "shutting-down", "terminated" });
        Assert.Equal("Client.UserInitiatedShutdown", after.StateReason);
        Assert.InRange(after.EndedAt!.Value, after.LaunchTime!.Value.AddSeconds(-1), TimeProvider.System.GetUtcNow());
        var others = new InstanceQuery { Filters = new Dictionary<string, IReadOnlyCollection<string>> { ["tag-key"] = ["Owner"] } };
        Assert.Empty(await stand.Services.Ec2.InstancesAsync(others, Token).ToArrayAsync(Token));
    }

    [Fact]
    public async Task TerminateInstancesAsync_UnknownOrForbidden_IsGoneOrDenied()
    {
        var options = new EmulatorOptions();
        await using EmulatorStand stand = await EmulatorStand.StartAsync(options);
        string[] ids = ["i-00000000000000000"];
        Assert.Equal(FaultKind.Gone, (await Assert.ThrowsAsync<FaultException>(() => stand.Services.Ec2.TerminateInstancesAsync(ids, dryRun: false, Token))).Kind);
        options.Keys[0].Statements.Add(new StatementOptions { Effect = "Deny", Actions = ["ec2:TerminateInstances"] });
        FaultException fault = await Assert.ThrowsAsync<FaultException>(() => stand.Services.Ec2.TerminateInstancesAsync(ids, dryRun: true, Token));
        Assert.Equal(FaultKind.Denied, fault.Kind);
        Assert.Contains("ec2:TerminateInstances", fault.Detail, StringComparison.Ordinal);
    }
}
