using System.Text.Json;
using HtcFlow.AwsEmulator.Executors;
using HtcFlow.AwsEmulator.Tests.Support;

namespace HtcFlow.AwsEmulator.Tests.Batch;

/// <summary>What TerminateJob and CancelJob reach.</summary>
public sealed class StopJobTests
{
    [Fact]
    public async Task Terminate_RunningArray_EndsEveryChildWithoutRetry()
    {
        var play = new Play { OnBegin = static _ => new VirtualPlan(TimeSpan.FromHours(1)) };
        await using Scene scene = await Scene.StartAsync(options => options.Work = play);
        string id = await scene.SubmitAsync("a", 3, retry: new { attempts = 5 });
        scene.Time.Advance(TimeSpan.FromMinutes(3));
        await scene.Caller.OkAsync("TerminateJob", new { jobId = id, reason = "enough" });
        scene.Time.Advance(TimeSpan.FromSeconds(29));
        Assert.Equal(3, (await scene.ChildrenAsync(id, "RUNNING")).Length);
        scene.Time.Advance(TimeSpan.FromSeconds(10));
        JsonElement child = await scene.DescribeAsync(id + ":2");
        Assert.Equal(("FAILED", "enough"), (child.GetProperty("status").GetString(), child.GetProperty("statusReason").GetString()));
        Assert.Equal(137, child.GetProperty("container").GetProperty("exitCode").GetInt32());
        Assert.Equal("FAILED", await scene.StatusAsync(id));
        Assert.Equal(3, play.Ends.Count);
    }

    [Fact]
    public async Task Terminate_OneChild_LeavesTheOthers()
    {
        await using Scene scene = await Scene.StartAsync();
        string id = await scene.SubmitAsync("a", 3);
        scene.Time.Advance(TimeSpan.FromMinutes(3));
        await scene.Caller.OkAsync("TerminateJob", new { jobId = id + ":1", reason = "slow" });
        scene.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal<int[]>([1], await scene.ChildrenAsync(id, "FAILED"));
        Assert.Equal<int[]>([0, 2], await scene.ChildrenAsync(id, "RUNNING"));
    }

    [Fact]
    public async Task Cancel_RunningJob_DoesNothingAndSucceeds()
    {
        await using Scene scene = await Scene.StartAsync();
        string id = await scene.SubmitAsync("a");
        scene.Time.Advance(TimeSpan.FromMinutes(3));
        await scene.Caller.OkAsync("CancelJob", new { jobId = id, reason = "no" });
        scene.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("RUNNING", await scene.StatusAsync(id));
    }

    [Fact]
    public async Task Cancel_RunnableArray_FailsItWithTheReason()
    {
        await using Scene scene = await Scene.StartAsync(static options => options.World.DefaultPoolVcpus = 0);
        string id = await scene.SubmitAsync("a", 4, retry: new { attempts = 5 });
        scene.Time.Advance(TimeSpan.FromHours(5));
        Assert.Equal(4, (await scene.ChildrenAsync(id, "RUNNABLE")).Length);
        await scene.Caller.OkAsync("CancelJob", new { jobId = id, reason = "no room" });
        scene.Time.Advance(TimeSpan.FromSeconds(10));
        JsonElement job = await scene.DescribeAsync(id);
        Assert.Equal("FAILED", job.GetProperty("status").GetString());
        Assert.True(job.GetProperty("isCancelled").GetBoolean());
        Assert.Equal("no room", (await scene.DescribeAsync(id + ":3")).GetProperty("statusReason").GetString());
    }

    [Fact]
    public async Task Jobs_OverForADay_AreForgotten()
    {
        await using Scene scene = await Scene.StartAsync();
        string id = await scene.SubmitAsync("a", 2);
        scene.Time.Advance(TimeSpan.FromHours(23));
        Assert.Equal("SUCCEEDED", await scene.StatusAsync(id));
        scene.Time.Advance(TimeSpan.FromHours(2));
        JsonElement described = await scene.Caller.OkAsync("DescribeJobs", new { jobs = new[] { id, id + ":1" } });
        Assert.Equal(0, described.GetProperty("jobs").GetArrayLength());
        Assert.Equal("ClientException", (await scene.Caller.BatchAsync("TerminateJob", new { jobId = id, reason = "late" })).Error);
    }
}
