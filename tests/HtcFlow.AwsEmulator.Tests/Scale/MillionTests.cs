using System.Diagnostics;
using System.Text.Json;
using HtcFlow.AwsEmulator.Executors;
using HtcFlow.AwsEmulator.Tests.Support;

namespace HtcFlow.AwsEmulator.Tests.Scale;

/// <summary>Millions are cheap in virtual time.</summary>
public sealed class MillionTests
{
    [Fact]
    public async Task Million_InHundredArrays_RunsInBoundedTimeAndMemory()
    {
        var counting = new Counting();
        await using Scene scene = await Scene.StartAsync(options =>
        {
            options.Work = counting;
            options.World.Queues[0].MaxVcpus = 80_000;
        });
        long before = GC.GetTotalMemory(forceFullCollection: true);
        long start = Stopwatch.GetTimestamp();
        List<string> ids = [];
        for (int array = 0; array < 100; array++)
        {
            ids.Add(await scene.SubmitAsync($"array-{array}", 10_000, retry: new { attempts = 3 }));
        }

        scene.Time.Advance(TimeSpan.FromMinutes(20));
        JsonElement described = await scene.Caller.OkAsync("DescribeJobs", new { jobs = ids });
        Assert.Equal(80_000, described.GetProperty("jobs").EnumerateArray().Sum(static job => Count(job, "RUNNING") + Count(job, "STARTING")));
        long perChild = (GC.GetTotalMemory(forceFullCollection: true) - before) / 1_000_000;
        scene.Time.Advance(TimeSpan.FromHours(5));
        TimeSpan took = Stopwatch.GetElapsedTime(start);
        described = await scene.Caller.OkAsync("DescribeJobs", new { jobs = ids });
        Assert.Equal(1_000_000, described.GetProperty("jobs").EnumerateArray().Sum(static job => Count(job, "SUCCEEDED")));
        Assert.Equal((1_010_000, 10_000), (counting.Ends, counting.Failures));
        TestContext.Current.TestOutputHelper!.WriteLine($"{took.TotalSeconds:F1} s, {perChild} bytes a child");
        Assert.InRange(perChild, 0, 200);
        Assert.InRange(took.TotalSeconds, 0, 60);
    }

    [Fact]
    public async Task SmallArrays_Thousands_AreListedByNameAndEnd()
    {
        await using Scene scene = await Scene.StartAsync();
        for (int array = 0; array < 3000; array++)
        {
            await scene.SubmitAsync($"small-{array}", 3);
        }

        scene.Time.Advance(TimeSpan.FromHours(1));
        JsonElement page = await scene.Caller.OkAsync("ListJobs", new { jobQueue = "main", jobStatus = "SUCCEEDED" });
        Assert.Equal(1000, page.GetProperty("jobSummaryList").GetArrayLength());
        JsonElement one = await scene.Caller.OkAsync("ListJobs", new { jobQueue = "main", filters = new[] { new { name = "JOB_NAME", values = new[] { "small-2999" } } } });
        Assert.Equal(1, one.GetProperty("jobSummaryList").GetArrayLength());
        scene.Time.Advance(TimeSpan.FromHours(25));
        Assert.Equal(0, scene.Host.Control("GET", "").GetProperty("regions").GetProperty("us-east-1").GetProperty("jobs").GetInt32());
    }

    private static int Count(JsonElement job, string status) => job.GetProperty("arrayProperties").GetProperty("statusSummary").GetProperty(status).GetInt32();

    // One element in a hundred fails once.
    private sealed class Counting : IVirtualWork
    {
        public int Ends { get; private set; }

        public int Failures { get; private set; }

        public VirtualPlan Begin(in ElementStart element) =>
            new(TimeSpan.FromSeconds(600 + (element.Index % 300)), element.Attempt == 1 && element.Index % 100 == 0 ? 1 : 0);

        public VirtualPlan? Terminate(in ElementStart element) => null;

        public void End(in ElementStart element, in ElementEnd end)
        {
            Ends++;
            Failures += end.ExitCode == 0 ? 0 : 1;
        }
    }
}
