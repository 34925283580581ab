using HtcFlow.Aws.Batch;
using HtcFlow.Aws.Batch.Jobs;
using HtcFlow.Core.Ports;

namespace HtcFlow.Aws.Tests.Contracts;

/// <summary>What every way to Batch's jobs does.</summary>
public abstract class BatchJobsContract : IAsyncLifetime
{
    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    protected abstract IBatchJobs Jobs { get; }

    /// <summary>Name of a queue whose jobs wait.</summary>
    protected abstract string Queue { get; }

    /// <summary>A definition that can be used.</summary>
    protected abstract string Definition { get; }

    public abstract ValueTask InitializeAsync();

    public abstract ValueTask DisposeAsync();

    [Fact]
    public async Task SubmitAsync_Array_IsDescribedWithItsSummary()
    {
        string id = await SubmitAsync("array", 5);
        JobDetail job = Assert.Single(await Jobs.DescribeAsync([id], Token));
        Assert.Equal((id, "array", 5), (job.JobId, job.JobName, job.ArrayProperties!.Size));
        Assert.Null(job.ArrayProperties.Index);
        Assert.Equal(5, job.ArrayProperties.StatusSummary!.Values.Sum());
        Assert.Equal("c", job.Tags["campaign"]);
        Assert.NotNull(job.CreatedAt);
    }

    [Fact]
    public async Task SubmitAsync_PlainJob_HasNoArray()
    {
        string id = await SubmitAsync("plain", null);
        Assert.Null(Assert.Single(await Jobs.DescribeAsync([id], Token)).ArrayProperties?.Size);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(10_001)]
    public async Task SubmitAsync_ArrayOfNoSize_IsBroken(int size) =>
        Assert.Equal(FaultKind.Broken, (await Assert.ThrowsAsync<FaultException>(() => SubmitAsync("wrong", size))).Kind);

    [Fact]
    public async Task DescribeAsync_ChildrenAndStrangers_GivesWhatIsKnown()
    {
        string id = await SubmitAsync("array", 150);
        string[] ids = [.. Enumerable.Range(0, 150).Select(index => $"{id}:{index}"), id, id + ":150", "00000000-0000-4000-8000-ffffffffffff"];
        IReadOnlyList<JobDetail> found = await Jobs.DescribeAsync(ids, Token);
        Assert.Equal(ids[..151].Order(), found.Select(static job => job.JobId).Order());
        Assert.Equal(7, found.Single(job => job.JobId == id + ":7").ArrayProperties!.Index);
    }

    [Fact]
    public async Task ListAsync_ByName_FindsArraysAndNotTheirChildren()
    {
        string first = await SubmitAsync("hf-one-1", 3);
        string second = await SubmitAsync("hf-one-2", null);
        await SubmitAsync("hf-two-1", null);
        Assert.Equal([first], await IdsAsync(ListQuery.Named(Queue, "hf-one-1")));
        Assert.Equal(new[] { first, second }.Order(), (await IdsAsync(ListQuery.Named(Queue, "hf-one-*"))).Order());
        Assert.Empty(await IdsAsync(ListQuery.Named(Queue, "hf-none")));
    }

    [Fact]
    public async Task ListAsync_ChildrenOfAnArray_ComePageByPage()
    {
        string id = await SubmitAsync("array", 230);
        JobStatus status = Assert.Single(await Jobs.DescribeAsync([id + ":0"], Token)).Status;
        string[] found = await IdsAsync(ListQuery.OfArray(id, status));
        Assert.Equal(Enumerable.Range(0, 230).Select(index => $"{id}:{index}").Order(StringComparer.Ordinal), found.Order(StringComparer.Ordinal));
        Assert.Empty(await IdsAsync(ListQuery.OfArray(id, JobStatus.Succeeded)));
    }

    [Fact]
    public async Task TerminateAsync_Child_FailsItAloneWithTheReason()
    {
        string id = await SubmitAsync("array", 3);
        await Jobs.TerminateAsync(id + ":1", "because", Token);
        JobDetail child = Assert.Single(await Jobs.DescribeAsync([id + ":1"], Token));
        Assert.Equal((JobStatus.Failed, "because"), (child.Status, child.StatusReason));
        Assert.Equal([id + ":1"], await IdsAsync(ListQuery.OfArray(id, JobStatus.Failed)));
    }

    [Fact]
    public async Task TerminateAsync_Array_FailsAllAndTheArray()
    {
        string id = await SubmitAsync("array", 3);
        await Jobs.TerminateAsync(id, "because", Token);
        await Jobs.TerminateAsync(id, "again", Token);
        JobDetail array = Assert.Single(await Jobs.DescribeAsync([id], Token));
        Assert.Equal(JobStatus.Failed, array.Status);
        Assert.Equal(3, array.ArrayProperties!.StatusSummary!["FAILED"]);
    }

    [Fact]
    public async Task CancelAsync_JobThatWaits_FailsIt()
    {
        string id = await SubmitAsync("plain", null);
        await Jobs.CancelAsync(id, "because", Token);
        Assert.Equal(JobStatus.Failed, Assert.Single(await Jobs.DescribeAsync([id], Token)).Status);
    }

    private Task<string> SubmitAsync(string name, int? size) => Jobs.SubmitAsync(
        new SubmitRequest
        {
            JobName = name,
            JobQueue = Queue,
            JobDefinition = Definition,
            ArrayProperties = size is null ? null : new ArrayProperties { Size = size },
            Tags = new Dictionary<string, string> { ["campaign"] = "c" },
        },
        Token);

    private async Task<string[]> IdsAsync(ListQuery query) => await Jobs.ListAsync(query, Token).Select(static job => job.JobId).ToArrayAsync(Token);
}
