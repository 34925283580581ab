using HtcFlow.Aws.Batch;
using HtcFlow.Aws.Batch.Definitions;

namespace HtcFlow.Aws.Tests.Contracts;

/// <summary>What every way to Batch's job definitions does.</summary>
public abstract class BatchDefinitionsContract : IAsyncLifetime
{
    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    protected abstract IBatchDefinitions Definitions { get; }

    public abstract ValueTask InitializeAsync();

    public abstract ValueTask DisposeAsync();

    [Fact]
    public async Task RegisterAsync_Twice_MakesTwoRevisions()
    {
        RegisteredDefinition first = await Definitions.RegisterAsync(EmulatorBatchJobsContractTests.Sleeper("one"), Token);
        RegisteredDefinition second = await Definitions.RegisterAsync(EmulatorBatchJobsContractTests.Sleeper("one"), Token);
        Assert.Equal(("one", 1, 2), (first.JobDefinitionName, first.Revision, second.Revision));
        JobDefinition[] found = await AllAsync(new DefinitionQuery { JobDefinitionName = "one" });
        Assert.Equal([1, 2], found.Select(static definition => definition.Revision).Order());
        Assert.Equal("busybox", found[0].ContainerProperties!.Image);
        Assert.Equal(["true"], found[0].ContainerProperties!.Command!);
        Assert.Equal("container", found[0].Type);
    }

    [Fact]
    public async Task DescribeAsync_ByArn_FindsThatOne()
    {
        await Definitions.RegisterAsync(EmulatorBatchJobsContractTests.Sleeper("one"), Token);
        RegisteredDefinition second = await Definitions.RegisterAsync(EmulatorBatchJobsContractTests.Sleeper("one"), Token);
        JobDefinition found = Assert.Single(await AllAsync(new DefinitionQuery { JobDefinitions = [second.JobDefinitionArn] }));
        Assert.Equal(second.JobDefinitionArn, found.JobDefinitionArn);
    }

    [Fact]
    public async Task DescribeAsync_UnknownName_GivesNone() => Assert.Empty(await AllAsync(new DefinitionQuery { JobDefinitionName = "nobody" }));

    [Fact]
    public async Task DescribeAsync_ManyRevisions_GivesAll()
    {
        for (int revision = 0; revision < 105; revision++)
        {
            await Definitions.RegisterAsync(EmulatorBatchJobsContractTests.Sleeper("many"), Token);
        }

        Assert.Equal(105, (await AllAsync(new DefinitionQuery { JobDefinitionName = "many" })).Length);
    }

    private async Task<JobDefinition[]> AllAsync(DefinitionQuery query) => await Definitions.DescribeAsync(query, Token).ToArrayAsync(Token);
}
