using HtcFlow.Aws.Batch;
using HtcFlow.Aws.Batch.Queues;
using HtcFlow.Core.Ports;

namespace HtcFlow.Aws.Tests.Contracts;

/// <summary>What every way to Batch's queues and compute environments does.</summary>
public abstract class BatchQueuesContract : IAsyncLifetime
{
    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    protected abstract IBatchQueues Queues { get; }

    protected abstract IBatchRemovals Removals { get; }

    public abstract ValueTask InitializeAsync();

    public abstract ValueTask DisposeAsync();

    [Fact]
    public async Task Create_EnvironmentAndQueue_AreDescribed()
    {
        string environment = await CreateAsync("spot");
        string queue = await Queues.CreateQueueAsync(
            new CreateQueueRequest { JobQueueName = "line", Priority = 3, ComputeEnvironmentOrder = [new EnvironmentOrder(1, environment)] }, Token);
        JobQueue found = Assert.Single(await Queues.DescribeQueuesAsync(["line"], Token));
        Assert.Equal(("line", queue, ResourceState.Enabled, 3), (found.JobQueueName, found.JobQueueArn, found.State, found.Priority));
        Assert.Equal(environment, Assert.Single(found.ComputeEnvironmentOrder).ComputeEnvironment);
        ComputeEnvironment made = Assert.Single(await Queues.DescribeEnvironmentsAsync([environment], Token));
        Assert.Equal(("spot", "SPOT", 64), (made.ComputeEnvironmentName, made.ComputeResources!.Type, made.ComputeResources.MaxVcpus));
        Assert.Equal(["c5", "m5"], made.ComputeResources.InstanceTypes!);
    }

    [Fact]
    public async Task CreateEnvironmentAsync_NameIsTaken_IsBroken()
    {
        await CreateAsync("spot");
        Assert.Equal(FaultKind.Broken, (await Assert.ThrowsAsync<FaultException>(() => CreateAsync("spot"))).Kind);
    }

    [Fact]
    public async Task UpdateEnvironmentAsync_SizeAndState_AreChanged()
    {
        await CreateAsync("spot");
        await Queues.UpdateEnvironmentAsync(
            new UpdateEnvironmentRequest { ComputeEnvironment = "spot", State = ResourceState.Disabled, ComputeResources = new ComputeResources { MaxVcpus = 8 } }, Token);
        ComputeEnvironment found = Assert.Single(await Queues.DescribeEnvironmentsAsync(["spot"], Token));
        Assert.Equal((ResourceState.Disabled, 8), (found.State, found.ComputeResources!.MaxVcpus));
        Assert.Equal(["c5", "m5"], found.ComputeResources.InstanceTypes!);
    }

    [Fact]
    public async Task UpdateEnvironmentAsync_Missing_IsGone() => Assert.Equal(
        FaultKind.Gone,
        (await Assert.ThrowsAsync<FaultException>(() => Queues.UpdateEnvironmentAsync(
            new UpdateEnvironmentRequest { ComputeEnvironment = "nobody", State = ResourceState.Disabled }, Token))).Kind);

    [Fact]
    public async Task Describe_UnknownNames_GivesNone()
    {
        Assert.Empty(await Queues.DescribeQueuesAsync(["nobody"], Token));
        Assert.Empty(await Queues.DescribeEnvironmentsAsync(["nobody"], Token));
    }

    [Fact]
    public async Task DescribeEnvironmentsAsync_NoNames_GivesAll()
    {
        await CreateAsync("spot-1");
        await CreateAsync("spot-2");
        string[] names = [.. (await Queues.DescribeEnvironmentsAsync([], Token)).Select(static environment => environment.ComputeEnvironmentName)];
        Assert.Contains("spot-1", names);
        Assert.Contains("spot-2", names);
    }

    [Fact]
    public async Task UpdateQueueAsync_State_IsChanged()
    {
        await CreateQueueAsync("line", await CreateAsync("spot"));
        await Queues.UpdateQueueAsync(new UpdateQueueRequest { JobQueue = "line", State = ResourceState.Disabled }, Token);
        Assert.Equal(ResourceState.Disabled, Assert.Single(await Queues.DescribeQueuesAsync(["line"], Token)).State);
    }

    [Fact]
    public async Task UpdateQueueAsync_Missing_IsGone() => Assert.Equal(
        FaultKind.Gone,
        (await Assert.ThrowsAsync<FaultException>(() => Queues.UpdateQueueAsync(new UpdateQueueRequest { JobQueue = "nobody", State = ResourceState.Disabled }, Token))).Kind);

    [Fact]
    public async Task Delete_InOrder_TakesBothAway()
    {
        await CreateQueueAsync("line", await CreateAsync("spot"));
        Assert.Equal(FaultKind.Broken, (await Assert.ThrowsAsync<FaultException>(() => Removals.DeleteQueueAsync("line", Token))).Kind);
        await Queues.UpdateQueueAsync(new UpdateQueueRequest { JobQueue = "line", State = ResourceState.Disabled }, Token);
        await Queues.UpdateEnvironmentAsync(new UpdateEnvironmentRequest { ComputeEnvironment = "spot", State = ResourceState.Disabled }, Token);
        Assert.Equal(FaultKind.Broken, (await Assert.ThrowsAsync<FaultException>(() => Removals.DeleteEnvironmentAsync("spot", Token))).Kind);
        await Removals.DeleteQueueAsync("line", Token);
        await Removals.DeleteEnvironmentAsync("spot", Token);
        Assert.Empty(await Queues.DescribeQueuesAsync(["line"], Token));
        Assert.Empty(await Queues.DescribeEnvironmentsAsync(["spot"], Token));
    }

    [Fact]
    public async Task DeleteEnvironmentAsync_Enabled_IsRefused()
    {
        await CreateAsync("spot");
        Assert.Equal(FaultKind.Broken, (await Assert.ThrowsAsync<FaultException>(() => Removals.DeleteEnvironmentAsync("spot", Token))).Kind);
    }

    [Fact]
    public async Task Delete_WhatIsNotThere_IsNoFault()
    {
        await Removals.DeleteQueueAsync("nobody", Token);
        await Removals.DeleteEnvironmentAsync("nobody", Token);
    }

    [Fact]
    public async Task Create_WithTags_ShowsThem()
    {
        await CreateQueueAsync("line", await CreateAsync("spot"));
        Assert.Equal("mine", Assert.Single(await Queues.DescribeQueuesAsync(["line"], Token)).Tags["owner"]);
    }

    private Task<string> CreateQueueAsync(string name, string environment) => Queues.CreateQueueAsync(
        new CreateQueueRequest
        {
            JobQueueName = name,
            ComputeEnvironmentOrder = [new EnvironmentOrder(1, environment)],
            Tags = new Dictionary<string, string> { ["owner"] = "mine" },
        },
        Token);

    private Task<string> CreateAsync(string name) => Queues.CreateEnvironmentAsync(
        new CreateEnvironmentRequest
        {
            ComputeEnvironmentName = name,
            ComputeResources = new ComputeResources
            {
                Type = "SPOT",
                AllocationStrategy = "SPOT_PRICE_CAPACITY_OPTIMIZED",
                MinVcpus = 0,
                MaxVcpus = 64,
                InstanceTypes = ["c5", "m5"],
                Subnets = ["subnet-a"],
                SecurityGroupIds = ["sg-a"],
                InstanceRole = "arn:aws:iam::123456789012:instance-profile/ecs",
            },
        },
        Token);
}
