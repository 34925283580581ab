using System.Text.Json;
using HtcFlow.AwsEmulator.Tests.Support;

namespace HtcFlow.AwsEmulator.Tests.World;

/// <summary>Requests that go wrong, and the control endpoint that says so.</summary>
public sealed class WeatherTests
{
    private static readonly string[] s_submit = ["SubmitJob"];

    [Fact]
    public async Task Weather_ReplyLost_HasDoneTheWork()
    {
        await using Scene scene = await Scene.StartAsync();
        scene.Host.Control("PUT", "weather", new { operations = s_submit, lostShare = 1, count = 1 });
        await Assert.ThrowsAsync<HttpRequestException>(() => scene.Caller.BatchAsync("SubmitJob", Order("lost")));
        Assert.Equal(200, (await scene.Caller.BatchAsync("SubmitJob", Order("kept"))).Status);
        Assert.Equal<string[]>(["lost", "kept"], await NamesAsync(scene));
        JsonElement calls = scene.Host.Control("GET", "calls");
        Assert.Equal(1, calls.GetProperty("batch:SubmitJob").GetProperty("lost").GetInt32());
    }

    [Fact]
    public async Task Weather_Duplicate_MakesTwoJobs()
    {
        await using Scene scene = await Scene.StartAsync();
        scene.Host.Control("PUT", "weather", new { operations = s_submit, duplicateShare = 1, count = 1 });
        await scene.SubmitAsync("twice");
        Assert.Equal<string[]>(["twice", "twice"], await NamesAsync(scene));
    }

    [Fact]
    public async Task Weather_ErrorsAndThrottling_HitTheirShare()
    {
        await using Scene scene = await Scene.StartAsync();
        scene.Host.Control("PUT", "weather", new { errorShare = 0.3, throttleShare = 0.2 });
        List<int> statuses = [];
        for (int call = 0; call < 300; call++)
        {
            statuses.Add((await scene.Caller.BatchAsync("DescribeJobQueues", new { })).Status);
        }

        Assert.InRange(statuses.Count(static status => status == 429), 40, 80);
        Assert.InRange(statuses.Count(static status => status == 500), 50, 95);
    }

    [Fact]
    public async Task Control_WhatIsNone_IsRefusedInWords()
    {
        await using Scene scene = await Scene.StartAsync();
        var option = Assert.Throws<InvalidOperationException>(() => scene.Host.Control("PUT", "habits", new { lag = 1 }));
        Assert.Contains("no option 'lag'", option.Message, StringComparison.Ordinal);
        var route = Assert.Throws<InvalidOperationException>(() => scene.Host.Control("POST", "nothing"));
        Assert.Contains("POST storm", route.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", scene.Host.Control("GET", "options").GetRawText(), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Control_ClockOffset_MovesTheService()
    {
        await using Scene scene = await Scene.StartAsync();
        scene.Host.Control("PUT", "habits", new { clockOffset = "00:10:00" });
        Assert.Contains("Signature expired", (await scene.Caller.BatchAsync("DescribeJobQueues", new { })).Text, StringComparison.Ordinal);
        scene.Caller.Skew = TimeSpan.FromMinutes(10);
        string id = await scene.SubmitAsync("a");
        scene.Time.Advance(TimeSpan.FromSeconds(3));
        long created = (await scene.DescribeAsync(id)).GetProperty("createdAt").GetInt64();
        Assert.Equal(scene.Time.GetUtcNow() + TimeSpan.FromMinutes(10) - TimeSpan.FromSeconds(3), DateTimeOffset.FromUnixTimeMilliseconds(created));
    }

    private static object Order(string name) => new { jobName = name, jobQueue = "main", jobDefinition = Scene.Definition };

    private static async Task<string[]> NamesAsync(Scene scene)
    {
        scene.Time.Advance(TimeSpan.FromMinutes(3));
        JsonElement page = await scene.Caller.OkAsync("ListJobs", new { jobQueue = "main" });
        return [.. page.GetProperty("jobSummaryList").EnumerateArray().Select(static job => job.GetProperty("jobName").GetString()!)];
    }
}
