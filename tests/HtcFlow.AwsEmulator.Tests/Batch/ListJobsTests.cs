using System.Text.Json;
using HtcFlow.AwsEmulator.Tests.Support;

namespace HtcFlow.AwsEmulator.Tests.Batch;

/// <summary>ListJobs and DescribeJobs: pages, filters and what they do not know.</summary>
public sealed class ListJobsTests
{
    [Fact]
    public async Task ListJobs_Children_ComeInPages()
    {
        await using Scene scene = await Scene.StartAsync();
        string id = await scene.SubmitAsync("a", 2500);
        scene.Time.Advance(TimeSpan.FromMinutes(5));
        List<int> sizes = [];
        string? token = null;
        do
        {
            JsonElement page = await scene.Caller.OkAsync("ListJobs", token is null ? new { arrayJobId = id } : (object)new { arrayJobId = id, nextToken = token });
            sizes.Add(page.GetProperty("jobSummaryList").GetArrayLength());
            token = page.TryGetProperty("nextToken", out JsonElement next) ? next.GetString() : null;
        }
        while (token is not null);
        Assert.Equal([1000, 1000, 500], sizes);
    }

    [Fact]
    public async Task ListJobs_ByName_FindsArraysInAnyState()
    {
        await using Scene scene = await Scene.StartAsync();
        string first = await scene.SubmitAsync("c1-stage-1", 2);
        string second = await scene.SubmitAsync("c1-stage-2");
        await scene.SubmitAsync("c2-stage-1");
        scene.Time.Advance(TimeSpan.FromMinutes(30));
        Assert.Equal<string[]>([first], await NamedAsync("C1-STAGE-1"));
        Assert.Equal<string[]>([first, second], await NamedAsync("c1-*"));
        Assert.Equal<string[]>([], await NamedAsync("c3*"));

        async Task<string[]> NamedAsync(string pattern)
        {
            JsonElement page = await scene.Caller.OkAsync("ListJobs", new { jobQueue = "main", filters = new[] { new { name = "JOB_NAME", values = new[] { pattern } } } });
            return [.. page.GetProperty("jobSummaryList").EnumerateArray().Select(static job => job.GetProperty("jobId").GetString()!)];
        }
    }

    [Fact]
    public async Task ListJobs_WithoutAState_ListsWhatRuns()
    {
        await using Scene scene = await Scene.StartAsync();
        string id = await scene.SubmitAsync("plain");
        await scene.SubmitAsync("array", 2);
        scene.Time.Advance(TimeSpan.FromMinutes(3));
        JsonElement running = await scene.Caller.OkAsync("ListJobs", new { jobQueue = "main" });
        Assert.Equal(id, running.GetProperty("jobSummaryList").EnumerateArray().Single().GetProperty("jobId").GetString());
        JsonElement pending = await scene.Caller.OkAsync("ListJobs", new { jobQueue = "main", jobStatus = "PENDING" });
        Assert.Equal("array", pending.GetProperty("jobSummaryList").EnumerateArray().Single().GetProperty("jobName").GetString());
    }

    [Fact]
    public async Task DescribeJobs_101Ids_AreRefusedAndUnknownOnesMissing()
    {
        await using Scene scene = await Scene.StartAsync();
        string id = await scene.SubmitAsync("a", 200);
        scene.Time.Advance(TimeSpan.FromSeconds(3));
        JsonElement some = await scene.Caller.OkAsync("DescribeJobs", new { jobs = Enumerable.Range(150, 100).Select(index => $"{id}:{index}") });
        Assert.Equal(50, some.GetProperty("jobs").GetArrayLength());
        Assert.Equal("ClientException", (await scene.Caller.BatchAsync("DescribeJobs", new { jobs = Enumerable.Range(0, 101).Select(index => $"{id}:{index}") })).Error);
    }

    [Fact]
    public async Task Summary_Counters_LagBehindTheChildren()
    {
        await using Scene scene = await Scene.StartAsync(static options => options.Habits.SummaryLag = TimeSpan.FromMinutes(1));
        string id = await scene.SubmitAsync("a", 10);
        scene.Time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(10, (await scene.ChildrenAsync(id, "RUNNABLE")).Length);
        JsonElement array = (await scene.DescribeAsync(id)).GetProperty("arrayProperties");
        Assert.Equal(10, array.GetProperty("statusSummary").GetProperty("SUBMITTED").GetInt32());
        long before = array.GetProperty("statusSummaryLastUpdatedAt").GetInt64();
        scene.Time.Advance(TimeSpan.FromMinutes(2));
        array = (await scene.DescribeAsync(id)).GetProperty("arrayProperties");
        Assert.Equal(10, array.GetProperty("statusSummary").EnumerateObject().Sum(static count => count.Value.GetInt32()));
        Assert.True(array.GetProperty("statusSummaryLastUpdatedAt").GetInt64() > before);
    }
}
