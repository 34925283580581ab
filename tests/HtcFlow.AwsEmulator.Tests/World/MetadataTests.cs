using System.Text.Json;
using HtcFlow.AwsEmulator.Tests.Support;

namespace HtcFlow.AwsEmulator.Tests.World;

/// <summary>What an instance can read about itself.</summary>
public sealed class MetadataTests
{
    private const string TokenHeader = "X-aws-ec2-metadata-token";

    [Fact]
    public async Task Metadata_WithAToken_TellsTypeZoneAndNotice()
    {
        await using Scene scene = await Scene.StartAsync(static options => options.World.Queues[0].InstanceTypes = ["c5.4xlarge"]);
        using var http = new HttpClient();
        string root = await RootAsync(scene);
        Assert.Equal(401, (await GetAsync(http, root, "meta-data/instance-type", "none")).Status);
        Assert.Equal(400, (await PutAsync(http, root, "0")).Status);
        string token = (await PutAsync(http, root, "60")).Text;
        Assert.Equal("c5.4xlarge", (await GetAsync(http, root, "meta-data/instance-type", token)).Text);
        Assert.Equal("spot", (await GetAsync(http, root, "meta-data/instance-life-cycle", token)).Text);
        Assert.StartsWith("us-east-1", (await GetAsync(http, root, "meta-data/placement/availability-zone", token)).Text, StringComparison.Ordinal);
        using JsonDocument identity = JsonDocument.Parse((await GetAsync(http, root, "dynamic/instance-identity/document", token)).Text);
        Assert.Equal("c5.4xlarge", identity.RootElement.GetProperty("instanceType").GetString());
        Assert.Equal(404, (await GetAsync(http, root, "meta-data/spot/instance-action", token)).Status);
        Assert.Equal(404, (await GetAsync(http, root, "meta-data/events/recommendations/rebalance", token)).Status);

        scene.Host.Control("POST", "rebalance");
        Assert.Equal("""{"noticeTime":"2030-01-01T00:05:00Z"}""", (await GetAsync(http, root, "meta-data/events/recommendations/rebalance", token)).Text);
        scene.Host.Control("POST", "reclaim", new { count = 1 });
        Assert.Equal("""{"action":"terminate","time":"2030-01-01T00:07:00Z"}""", (await GetAsync(http, root, "meta-data/spot/instance-action", token)).Text);
        scene.Time.Advance(TimeSpan.FromSeconds(61));
        Assert.Equal(401, (await GetAsync(http, root, "meta-data/instance-type", token)).Status);
    }

    [Fact]
    public async Task Metadata_Blocked_NeverAnswers()
    {
        await using Scene scene = await Scene.StartAsync();
        string root = await RootAsync(scene);
        scene.Host.Control("PUT", "habits", new { isMetadataBlocked = true });
        using var http = new HttpClient();
        using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        using var request = new HttpRequestMessage(HttpMethod.Put, root + "/latest/api/token");
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => http.SendAsync(request, patience.Token));
    }

    private static async Task<string> RootAsync(Scene scene)
    {
        await scene.SubmitAsync("a");
        scene.Time.Advance(TimeSpan.FromMinutes(5));
        return scene.Host.Control("GET", "instances")[0].GetProperty("metadata").GetString()!;
    }

    private static async Task<(int Status, string Text)> PutAsync(HttpClient http, string root, string life)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, root + "/latest/api/token");
        request.Headers.Add(TokenHeader + "-ttl-seconds", life);
        return await SendAsync(http, request);
    }

    private static async Task<(int Status, string Text)> GetAsync(HttpClient http, string root, string path, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{root}/latest/{path}");
        request.Headers.Add(TokenHeader, token);
        return await SendAsync(http, request);
    }

    private static async Task<(int Status, string Text)> SendAsync(HttpClient http, HttpRequestMessage request)
    {
        using HttpResponseMessage response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
