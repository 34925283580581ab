using HtcFlow.AwsEmulator.Executors;
using HtcFlow.AwsEmulator.Tests.Support;

namespace HtcFlow.AwsEmulator.Tests.Batch;

/// <summary>Jobs and elements that wait for others.</summary>
public sealed class DependencyTests
{
    [Fact]
    public async Task WholeArray_Succeeded_LetsTheNextGo()
    {
        await using Scene scene = await Scene.StartAsync();
        string first = await scene.SubmitAsync("first", 3);
        string second = await scene.SubmitAsync("second", 2, dependsOn: new[] { new { jobId = first } });
        scene.Time.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal("PENDING", await scene.StatusAsync(second + ":0"));
        scene.Time.Advance(TimeSpan.FromMinutes(9));
        Assert.Equal("SUCCEEDED", await scene.StatusAsync(first));
        Assert.Equal("RUNNING", await scene.StatusAsync(second + ":0"));
        scene.Time.Advance(TimeSpan.FromMinutes(12));
        Assert.Equal("SUCCEEDED", await scene.StatusAsync(second));
    }

    [Fact]
    public async Task WholeArray_Failed_FailsTheNext()
    {
        var play = new Play { OnBegin = static element => new VirtualPlan(TimeSpan.FromMinutes(1), element.Index == 1 ? 9 : 0) };
        await using Scene scene = await Scene.StartAsync(options => options.Work = play);
        string first = await scene.SubmitAsync("first", 3);
        string second = await scene.SubmitAsync("second", 2, dependsOn: new[] { new { jobId = first } });
        string third = await scene.SubmitAsync("third", dependsOn: new[] { new { jobId = second } });
        scene.Time.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal("FAILED", await scene.StatusAsync(first));
        Assert.Equal("Array Child Job failed", (await scene.DescribeAsync(first)).GetProperty("statusReason").GetString());
        Assert.Equal("FAILED", await scene.StatusAsync(second));
        Assert.Equal("Dependent Job failed", (await scene.DescribeAsync(second + ":1")).GetProperty("statusReason").GetString());
        Assert.Equal("Dependent Job failed", (await scene.DescribeAsync(third)).GetProperty("statusReason").GetString());
        Assert.Equal(3, play.Ends.Count);
    }

    [Fact]
    public async Task Elementwise_Element_WaitsForItsOwnOnly()
    {
        var play = new Play { OnBegin = static element => new VirtualPlan(TimeSpan.FromMinutes(element.Index + 1), element.Index == 2 ? 1 : 0) };
        await using Scene scene = await Scene.StartAsync(options => options.Work = play);
        string first = await scene.SubmitAsync("first", 4);
        string second = await scene.SubmitAsync("second", 4, dependsOn: new[] { new { jobId = first, type = "N_TO_N" } });
        scene.Time.Advance(TimeSpan.FromMinutes(2.5));
        Assert.Equal<int[]>([0], await scene.ChildrenAsync(second, "RUNNING"));
        Assert.Equal<int[]>([1, 2, 3], await scene.ChildrenAsync(second, "PENDING"));
        scene.Time.Advance(TimeSpan.FromMinutes(20));
        Assert.Equal<int[]>([2], await scene.ChildrenAsync(second, "FAILED"));
        Assert.Equal<int[]>([0, 1, 3], await scene.ChildrenAsync(second, "SUCCEEDED"));
        Assert.Equal("Dependent Job failed", (await scene.DescribeAsync(second + ":2")).GetProperty("statusReason").GetString());
    }

    [Fact]
    public async Task Elementwise_SizesDiffer_IsRefused()
    {
        await using Scene scene = await Scene.StartAsync();
        string first = await scene.SubmitAsync("first", 4);
        Answered answered = await scene.Caller.BatchAsync("SubmitJob", new
        {
            jobName = "second",
            jobQueue = "main",
            jobDefinition = Scene.Definition,
            arrayProperties = new { size = 5 },
            dependsOn = new[] { new { jobId = first, type = "N_TO_N" } },
        });
        Assert.Equal("ClientException", answered.Error);
    }

    [Fact]
    public async Task Sequential_Elements_GoOneAfterTheOther()
    {
        var play = new Play { OnBegin = static element => new VirtualPlan(TimeSpan.FromMinutes(1), element.Index == 2 ? 1 : 0) };
        await using Scene scene = await Scene.StartAsync(options => options.Work = play);
        string id = await scene.SubmitAsync("row", 5, dependsOn: new[] { new { type = "SEQUENTIAL" } });
        scene.Time.Advance(TimeSpan.FromMinutes(2.5));
        Assert.Equal<int[]>([0], await scene.ChildrenAsync(id, "SUCCEEDED"));
        Assert.Equal<int[]>([1], await scene.ChildrenAsync(id, "RUNNING"));
        scene.Time.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal<int[]>([2, 3, 4], await scene.ChildrenAsync(id, "FAILED"));
        Assert.Equal([0, 1, 2], play.Ends.Select(static end => end.Index));
    }

    [Fact]
    public async Task Dependency_OfAJobThatIsUnknown_IsRefused()
    {
        await using Scene scene = await Scene.StartAsync();
        Answered answered = await scene.Caller.BatchAsync("SubmitJob", new
        {
            jobName = "second",
            jobQueue = "main",
            jobDefinition = Scene.Definition,
            dependsOn = new[] { new { jobId = "11111111-2222-4333-8444-555555555555" } },
        });
        Assert.Contains("not found", answered.Text, StringComparison.Ordinal);
    }
}
