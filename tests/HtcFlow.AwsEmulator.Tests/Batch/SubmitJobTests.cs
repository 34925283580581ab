using System.Text.Json;
using HtcFlow.AwsEmulator.Tests.Support;

namespace HtcFlow.AwsEmulator.Tests.Batch;

/// <summary>What SubmitJob takes, and the limits at which it refuses.</summary>
public sealed class SubmitJobTests
{
    [Fact]
    public async Task SubmitJob_Array_IsSeenAfterALagAndRuns()
    {
        await using Scene scene = await Scene.StartAsync();
        string id = await scene.SubmitAsync("campaign-1", 100);
        JsonElement early = await scene.Caller.OkAsync("DescribeJobs", new { jobs = new[] { id } });
        Assert.Equal(0, early.GetProperty("jobs").GetArrayLength());

        scene.Time.Advance(TimeSpan.FromSeconds(2));
        JsonElement submitted = await scene.DescribeAsync(id);
        Assert.Equal("SUBMITTED", submitted.GetProperty("status").GetString());

        scene.Time.Advance(TimeSpan.FromMinutes(5));
        JsonElement running = await scene.DescribeAsync(id);
        Assert.Equal("PENDING", running.GetProperty("status").GetString());
        Assert.Equal(100, running.GetProperty("arrayProperties").GetProperty("statusSummary").GetProperty("RUNNING").GetInt32());
        Assert.Equal(100, (await scene.ChildrenAsync(id, "RUNNING")).Length);

        scene.Time.Advance(TimeSpan.FromMinutes(15));
        JsonElement over = await scene.DescribeAsync(id);
        Assert.Equal("SUCCEEDED", over.GetProperty("status").GetString());
        Assert.Equal(100, over.GetProperty("arrayProperties").GetProperty("statusSummary").GetProperty("SUCCEEDED").GetInt32());
        JsonElement child = await scene.DescribeAsync(id + ":7");
        Assert.Equal(0, child.GetProperty("container").GetProperty("exitCode").GetInt32());
        Assert.Equal(0, child.GetProperty("attempts")[0].GetProperty("container").GetProperty("exitCode").GetInt32());
        Assert.Equal(7, child.GetProperty("arrayProperties").GetProperty("index").GetInt32());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(10_001)]
    public async Task SubmitJob_ArraySizeOutOfRange_IsRefused(int size)
    {
        await using Scene scene = await Scene.StartAsync();
        await RefusedAsync(scene, new { jobName = "a", jobQueue = "main", jobDefinition = Scene.Definition, arrayProperties = new { size } }, "Array size");
    }

    [Theory]
    [InlineData("with space")]
    [InlineData("-begins-with-a-hyphen")]
    [InlineData("dot.dot")]
    public async Task SubmitJob_NameThatIsNone_IsRefused(string name)
    {
        await using Scene scene = await Scene.StartAsync();
        await RefusedAsync(scene, new { jobName = name, jobQueue = "main", jobDefinition = Scene.Definition }, "Job name");
    }

    [Fact]
    public async Task SubmitJob_NameOf129Letters_IsRefusedAnd128Taken()
    {
        await using Scene scene = await Scene.StartAsync();
        await scene.SubmitAsync(new string('n', 128));
        await RefusedAsync(scene, new { jobName = new string('n', 129), jobQueue = "main", jobDefinition = Scene.Definition }, "Job name");
    }

    [Fact]
    public async Task SubmitJob_OverridesOf8193Characters_AreRefused()
    {
        await using Scene scene = await Scene.StartAsync();
        int frame = """{"environment":[{"name":"A","value":""}]}""".Length;
        await scene.Caller.OkAsync("SubmitJob", With(8192 - frame));
        await RefusedAsync(scene, With(8193 - frame), "8192");

        static object With(int length) => new
        {
            jobName = "a",
            jobQueue = "main",
            jobDefinition = Scene.Definition,
            containerOverrides = new { environment = new[] { new { name = "A", value = new string('v', length) } } },
        };
    }

    [Fact]
    public async Task SubmitJob_PayloadOver30KiB_IsRefused()
    {
        await using Scene scene = await Scene.StartAsync();
        object input = new { jobName = "a", jobQueue = "main", jobDefinition = Scene.Definition, parameters = new { p = new string('v', 30 * 1024) } };
        await RefusedAsync(scene, input, "30720");
    }

    [Fact]
    public async Task SubmitJob_TwentyOneDependencies_AreRefused()
    {
        await using Scene scene = await Scene.StartAsync();
        List<object> dependsOn = [];
        for (int number = 0; number < 21; number++)
        {
            dependsOn.Add(new { jobId = await scene.SubmitAsync($"d{number}") });
        }

        await scene.SubmitAsync("twenty", dependsOn: dependsOn.Take(20));
        await RefusedAsync(scene, new { jobName = "a", jobQueue = "main", jobDefinition = Scene.Definition, dependsOn }, "20 dependencies");
    }

    [Fact]
    public async Task SubmitJob_UnknownQueueOrDefinition_IsRefused()
    {
        await using Scene scene = await Scene.StartAsync();
        await RefusedAsync(scene, new { jobName = "a", jobQueue = "none", jobDefinition = Scene.Definition }, "JobQueue none not found");
        await RefusedAsync(scene, new { jobName = "a", jobQueue = "main", jobDefinition = "none:3" }, "JobDefinition none:3");
    }

    [Fact]
    public async Task SubmitJob_FiftyFirstCallOfASecond_IsThrottled()
    {
        await using Scene scene = await Scene.StartAsync(static options => options.Limits.BatchBurst = 50);
        scene.Time.Advance(TimeSpan.FromSeconds(1));
        List<int> statuses = [];
        for (int call = 0; call < 51; call++)
        {
            statuses.Add((await scene.Caller.BatchAsync("DescribeJobQueues", new { })).Status);
        }

        Assert.Equal(50, statuses.Count(static status => status == 200));
        Answered throttled = await scene.Caller.BatchAsync("SubmitJob", new { jobName = "a", jobQueue = "main", jobDefinition = Scene.Definition });
        Assert.Equal((429, "TooManyRequestsException"), (throttled.Status, throttled.Error));
        scene.Time.Advance(TimeSpan.FromMilliseconds(20));
        Assert.Equal(200, (await scene.Caller.BatchAsync("DescribeJobQueues", new { })).Status);
        Assert.Equal(429, (await scene.Caller.BatchAsync("DescribeJobQueues", new { })).Status);
    }

    [Fact]
    public async Task SubmitJob_BeyondTheJobsThatMayBeSubmitted_IsRefusedUntilTheyAreQueued()
    {
        await using Scene scene = await Scene.StartAsync(static options => options.Limits.SubmittedJobs = 25_000);
        await scene.SubmitAsync("one", 10_000);
        await scene.SubmitAsync("two", 10_000);
        await RefusedAsync(scene, new { jobName = "three", jobQueue = "main", jobDefinition = Scene.Definition, arrayProperties = new { size = 10_000 } }, "limit of 25000");
        scene.Time.Advance(TimeSpan.FromSeconds(1));
        await scene.SubmitAsync("three", 10_000);
    }

    private static async Task RefusedAsync(Scene scene, object input, string words)
    {
        Answered answered = await scene.Caller.BatchAsync("SubmitJob", input);
        Assert.Equal((400, "ClientException"), (answered.Status, answered.Error));
        Assert.Contains(words, answered.Json.GetProperty("message").GetString(), StringComparison.Ordinal);
    }
}
