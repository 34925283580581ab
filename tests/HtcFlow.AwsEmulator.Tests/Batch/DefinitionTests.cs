using System.Text.Json;
using HtcFlow.AwsEmulator.Tests.Support;

namespace HtcFlow.AwsEmulator.Tests.Batch;

/// <summary>Job definitions: revisions, states, limits.</summary>
public sealed class DefinitionTests
{
    [Fact]
    public async Task Register_Again_AddsARevisionAndTheNewestActiveOneIsUsed()
    {
        await using Scene scene = await Scene.StartAsync();
        Assert.Equal(2, (await scene.RegisterAsync(Scene.Definition, "second")).GetProperty("revision").GetInt32());
        scene.Time.Advance(TimeSpan.FromSeconds(5));
        Assert.EndsWith("sim:2", await DefinitionOfAsync(await scene.SubmitAsync("a")), StringComparison.Ordinal);
        await scene.Caller.OkAsync("DeregisterJobDefinition", new { jobDefinition = "sim:2" });
        Assert.EndsWith("sim:1", await DefinitionOfAsync(await scene.SubmitAsync("b")), StringComparison.Ordinal);
        JsonElement active = await scene.Caller.OkAsync("DescribeJobDefinitions", new { jobDefinitionName = "sim", status = "ACTIVE" });
        Assert.Equal(1, active.GetProperty("jobDefinitions").GetArrayLength());

        async Task<string> DefinitionOfAsync(string id)
        {
            scene.Time.Advance(TimeSpan.FromSeconds(5));
            return (await scene.DescribeAsync(id)).GetProperty("jobDefinition").GetString()!;
        }
    }

    [Fact]
    public async Task Register_Over24KiB_IsRefused()
    {
        await using Scene scene = await Scene.StartAsync();
        Answered answered = await scene.Caller.BatchAsync("RegisterJobDefinition", new
        {
            jobDefinitionName = "large",
            type = "container",
            containerProperties = new { image = new string('i', 24 * 1024), vcpus = 1, memory = 512 },
        });
        Assert.Equal((400, "ClientException"), (answered.Status, answered.Error));
        Assert.Contains("24576", answered.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Describe_ManyRevisions_ComesInPages()
    {
        await using Scene scene = await Scene.StartAsync();
        for (int revision = 0; revision < 149; revision++)
        {
            await scene.RegisterAsync(Scene.Definition);
        }

        JsonElement page = await scene.Caller.OkAsync("DescribeJobDefinitions", new { jobDefinitionName = "sim" });
        Assert.Equal(100, page.GetProperty("jobDefinitions").GetArrayLength());
        JsonElement rest = await scene.Caller.OkAsync("DescribeJobDefinitions", new { jobDefinitionName = "sim", nextToken = page.GetProperty("nextToken").GetString() });
        Assert.Equal(50, rest.GetProperty("jobDefinitions").GetArrayLength());
        Assert.False(rest.TryGetProperty("nextToken", out _));
    }

    [Fact]
    public async Task Parameters_InTheCommand_AreFilledIn()
    {
        await using Scene scene = await Scene.StartAsync();
        await scene.RegisterAsync("with", "image", "run", "Ref::seed", "Ref::other");
        string id = (await scene.Caller.OkAsync("SubmitJob", new { jobName = "a", jobQueue = "main", jobDefinition = "with", parameters = new { seed = "7" } })).GetProperty("jobId").GetString()!;
        scene.Time.Advance(TimeSpan.FromSeconds(5));
        JsonElement command = (await scene.DescribeAsync(id)).GetProperty("container").GetProperty("command");
        Assert.Equal(["run", "7", "Ref::other"], command.EnumerateArray().Select(static word => word.GetString()));
    }
}
