using HtcFlow.Aws.Batch.Jobs;
using HtcFlow.Aws.Memory;
using HtcFlow.Core.Ports;
using HtcFlow.Testing;

namespace HtcFlow.Aws.Tests.Memory;

public sealed class MemoryBatchJobsTests
{
    private readonly MemoryBatchJobs _jobs = new(new FakeTimeProvider());

    [Fact]
    public async Task End_OfAllChildren_EndsTheArray()
    {
        string id = await SubmitAsync("a", 2);
        _jobs.End(id + ":0", 0);
        Assert.Equal(JobStatus.Pending, (await DescribeAsync(id)).Status);
        _jobs.End(id + ":1", 3, "Essential container in task exited");
        JobDetail over = await DescribeAsync(id);
        Assert.Equal(JobStatus.Failed, over.Status);
        Assert.Equal(1, over.ArrayProperties!.StatusSummary!["FAILED"]);
        Assert.Equal(3, (await DescribeAsync(id + ":1")).Attempts.Single().Container!.ExitCode);
    }

    [Fact]
    public async Task Fail_Late_TakesEffect()
    {
        _jobs.Weather.Fail("SubmitJob", FaultKind.Transient, isLate: true);
        await Assert.ThrowsAsync<FaultException>(() => SubmitAsync("lost", 3));
        Assert.Equal(
            ["lost"],
            await _jobs.ListAsync(ListQuery.Named("q", "lost"), TestContext.Current.CancellationToken).Select(static job => job.JobName)
                .ToArrayAsync(TestContext.Current.CancellationToken));
        Assert.Equal(1, _jobs.Weather.Calls["SubmitJob"]);
    }

    [Fact]
    public async Task Forget_Array_IsMissingAfterwards()
    {
        string id = await SubmitAsync("a", 2);
        _jobs.Forget(id);
        Assert.Empty(await _jobs.DescribeAsync([id, id + ":1"], TestContext.Current.CancellationToken));
    }

    private Task<string> SubmitAsync(string name, int size) => _jobs.SubmitAsync(
        new SubmitRequest { JobName = name, JobQueue = "q", JobDefinition = "d:1", ArrayProperties = new ArrayProperties { Size = size } },
        TestContext.Current.CancellationToken);

    private async Task<JobDetail> DescribeAsync(string id) => Assert.Single(await _jobs.DescribeAsync([id], TestContext.Current.CancellationToken));
}
