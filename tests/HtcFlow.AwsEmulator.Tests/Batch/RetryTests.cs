using System.Text.Json;
using HtcFlow.AwsEmulator.Executors;
using HtcFlow.AwsEmulator.Tests.Support;

namespace HtcFlow.AwsEmulator.Tests.Batch;

/// <summary>Which ends are followed by another attempt, and what is said about them.</summary>
public sealed class RetryTests
{
    private static readonly object[] s_spotRules =
        [new { onStatusReason = "Host EC2*", action = "RETRY" }, new { onReason = "*", action = "EXIT" }];

    [Fact]
    public async Task Attempts_WithoutRules_AreAllUsed()
    {
        var play = new Play { OnBegin = static _ => new VirtualPlan(TimeSpan.FromMinutes(1), 3) };
        await using Scene scene = await Scene.StartAsync(options => options.Work = play);
        string id = await scene.SubmitAsync("a", retry: new { attempts = 3 });
        scene.Time.Advance(TimeSpan.FromMinutes(10));
        JsonElement job = await scene.DescribeAsync(id);
        Assert.Equal("FAILED", job.GetProperty("status").GetString());
        Assert.Equal("Essential container in task exited", job.GetProperty("statusReason").GetString());
        Assert.Equal([3, 3, 3], job.GetProperty("attempts").EnumerateArray().Select(static attempt => attempt.GetProperty("container").GetProperty("exitCode").GetInt32()));
    }

    [Theory]
    [InlineData("9*", 3, 3)] // no rule matches: tried again
    [InlineData("3", 3, 1)]
    [InlineData("3*", 33, 1)]
    public async Task Attempts_RuleOnExitCode_Decides(string pattern, int exitCode, int attempts)
    {
        var play = new Play { OnBegin = _ => new VirtualPlan(TimeSpan.FromMinutes(1), exitCode) };
        await using Scene scene = await Scene.StartAsync(options => options.Work = play);
        await scene.SubmitAsync("a", retry: new { attempts = 3, evaluateOnExit = new[] { new { onExitCode = pattern, action = "EXIT" } } });
        scene.Time.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(attempts, play.Ends.Count);
    }

    [Fact]
    public async Task Attempts_HostReclaimed_AreRetriedByItsRuleWithoutAnExitCode()
    {
        var play = new Play { OnBegin = static element => new VirtualPlan(TimeSpan.FromMinutes(10)) };
        await using Scene scene = await Scene.StartAsync(options => options.Work = play);
        string id = await scene.SubmitAsync("a", 2, retry: new { attempts = 5, evaluateOnExit = s_spotRules });
        scene.Time.Advance(TimeSpan.FromMinutes(3));
        string instance = scene.Host.Control("POST", "reclaim").GetProperty("instances")[0].GetString()!;
        scene.Time.Advance(TimeSpan.FromMinutes(1.9));
        Assert.Equal("RUNNING", await scene.StatusAsync(id + ":0"));
        scene.Time.Advance(TimeSpan.FromMinutes(30));
        JsonElement child = await scene.DescribeAsync(id + ":0");
        Assert.Equal("SUCCEEDED", child.GetProperty("status").GetString());
        JsonElement lost = child.GetProperty("attempts")[0];
        Assert.Equal($"Host EC2 (instance {instance}) terminated.", lost.GetProperty("statusReason").GetString());
        Assert.False(lost.GetProperty("container").TryGetProperty("exitCode", out _));
        Assert.EndsWith(instance[2..], lost.GetProperty("container").GetProperty("containerInstanceArn").GetString(), StringComparison.Ordinal);
        Assert.Equal(2, child.GetProperty("attempts").GetArrayLength());
        Assert.Equal("SUCCEEDED", await scene.StatusAsync(id));
    }

    [Fact]
    public async Task Attempts_FailureUnderSpotRules_IsFinal()
    {
        var play = new Play { OnBegin = static _ => new VirtualPlan(TimeSpan.FromMinutes(1), 1, "OutOfMemoryError: Container killed due to memory usage") };
        await using Scene scene = await Scene.StartAsync(options => options.Work = play);
        string id = await scene.SubmitAsync("a", retry: new { attempts = 5, evaluateOnExit = s_spotRules });
        scene.Time.Advance(TimeSpan.FromMinutes(5));
        JsonElement job = await scene.DescribeAsync(id);
        Assert.Equal(1, job.GetProperty("attempts").GetArrayLength());
        Assert.StartsWith("OutOfMemoryError", job.GetProperty("container").GetProperty("reason").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Attempts_TimedOut_AreNotRetried()
    {
        var play = new Play { OnBegin = static _ => new VirtualPlan(TimeSpan.FromHours(1)), OnTerm = static _ => new VirtualPlan(TimeSpan.FromSeconds(5), 143) };
        await using Scene scene = await Scene.StartAsync(options => options.Work = play);
        string id = await scene.SubmitAsync("a", 2, retry: new { attempts = 5 }, timeout: new { attemptDurationSeconds = 60 });
        scene.Time.Advance(TimeSpan.FromMinutes(4));
        JsonElement child = await scene.DescribeAsync(id + ":1");
        Assert.Equal("FAILED", child.GetProperty("status").GetString());
        Assert.Equal("Job attempt duration exceeded timeout", child.GetProperty("statusReason").GetString());
        Assert.Equal(143, child.GetProperty("container").GetProperty("exitCode").GetInt32());
        Assert.Equal(2, play.Ends.Count);
    }

    [Fact]
    public async Task Attempts_ImageMissing_CannotPull()
    {
        await using Scene scene = await Scene.StartAsync(static options => options.Images["image"] = new() { IsMissing = true });
        string id = await scene.SubmitAsync("a");
        scene.Time.Advance(TimeSpan.FromMinutes(3));
        JsonElement job = await scene.DescribeAsync(id);
        Assert.Equal(("FAILED", "Task failed to start"), (job.GetProperty("status").GetString(), job.GetProperty("statusReason").GetString()));
        Assert.StartsWith("CannotPullContainerError", job.GetProperty("container").GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.Equal(0, job.GetProperty("startedAt").GetInt64());
    }

    [Theory]
    [InlineData("""{"attempts":0}""")]
    [InlineData("""{"attempts":11}""")]
    [InlineData("""{"attempts":1,"evaluateOnExit":[{"action":"RETRY"}]}""")]
    [InlineData("""{"attempts":1,"evaluateOnExit":[{"action":"STAY","onReason":"*"}]}""")]
    [InlineData("""{"attempts":1,"evaluateOnExit":[{"action":"EXIT","onExitCode":"1a"}]}""")]
    [InlineData("""{"attempts":1,"evaluateOnExit":[{"action":"EXIT","onReason":"a*b"}]}""")]
    public async Task Strategy_ThatIsNone_IsRefused(string strategy)
    {
        await using Scene scene = await Scene.StartAsync();
        using JsonDocument retryStrategy = JsonDocument.Parse(strategy);
        Answered answered = await scene.Caller.BatchAsync("SubmitJob", new { jobName = "a", jobQueue = "main", jobDefinition = Scene.Definition, retryStrategy = retryStrategy.RootElement });
        Assert.Equal((400, "ClientException"), (answered.Status, answered.Error));
    }

    [Fact]
    public async Task Strategy_SixRules_AreRefusedAndTimeoutUnderAMinuteToo()
    {
        await using Scene scene = await Scene.StartAsync();
        object[] rules = [.. Enumerable.Repeat(s_spotRules[0], 6)];
        Answered six = await scene.Caller.BatchAsync("SubmitJob", new { jobName = "a", jobQueue = "main", jobDefinition = Scene.Definition, retryStrategy = new { attempts = 2, evaluateOnExit = rules } });
        Assert.Contains("at most 5", six.Text, StringComparison.Ordinal);
        Answered brief = await scene.Caller.BatchAsync("SubmitJob", new { jobName = "a", jobQueue = "main", jobDefinition = Scene.Definition, timeout = new { attemptDurationSeconds = 59 } });
        Assert.Contains("at least 60", brief.Text, StringComparison.Ordinal);
    }
}
