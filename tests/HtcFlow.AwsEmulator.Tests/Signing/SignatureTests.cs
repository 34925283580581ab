using HtcFlow.AwsEmulator.Options;
using HtcFlow.AwsEmulator.Tests.Support;

namespace HtcFlow.AwsEmulator.Tests.Signing;

/// <summary>Who may ask, and the errors for everybody else.</summary>
public sealed class SignatureTests
{
    [Fact]
    public async Task Requests_WrongSecret_AreRefused()
    {
        await using Scene scene = await Scene.StartAsync();
        await RefusedAsync(scene, new AccessKeyOptions { Secret = "wrong" }, "InvalidSignatureException", "does not match");
    }

    [Fact]
    public async Task Requests_UnknownKey_AreRefused()
    {
        await using Scene scene = await Scene.StartAsync();
        await RefusedAsync(scene, new AccessKeyOptions { Id = "AKIAUNKNOWN" }, "UnrecognizedClientException", "is invalid");
    }

    [Fact]
    public async Task Requests_TokenThatEnded_AreRefused()
    {
        var key = new AccessKeyOptions { Id = "ASIATEMPORARY", SessionToken = "token/==", Expires = new DateTimeOffset(2030, 1, 1, 1, 0, 0, TimeSpan.Zero) };
        await using Scene scene = await Scene.StartAsync(options => options.Keys = [.. options.Keys, key]);
        using var caller = new Caller(scene.Host.Endpoint, scene.Time, key);
        Assert.Equal(200, (await caller.BatchAsync("DescribeJobQueues", new { })).Status);
        scene.Time.Advance(TimeSpan.FromHours(1));
        await RefusedAsync(scene, key, "ExpiredTokenException", "is expired");
    }

    [Theory]
    [InlineData(-6, "Signature expired")]
    [InlineData(6, "not yet current")]
    public async Task Requests_ClockOff_AreRefused(int minutes, string words)
    {
        await using Scene scene = await Scene.StartAsync();
        scene.Caller.Skew = TimeSpan.FromMinutes(minutes);
        Answered answered = await scene.Caller.BatchAsync("DescribeJobQueues", new { });
        Assert.Equal((403, "InvalidSignatureException"), (answered.Status, answered.Error));
        Assert.Contains(words, answered.Text, StringComparison.Ordinal);
        scene.Caller.Skew = TimeSpan.FromMinutes(minutes < 0 ? -4 : 4);
        Assert.Equal(200, (await scene.Caller.BatchAsync("DescribeJobQueues", new { })).Status);
    }

    [Fact]
    public async Task Requests_OtherRegionAtARegionsEndpoint_AreRefused()
    {
        await using Scene scene = await Scene.StartAsync();
        using var here = new Caller(scene.Host.EndpointOf("us-east-2"), scene.Time, region: "us-east-2");
        Assert.Equal(200, (await here.BatchAsync("DescribeJobQueues", new { })).Status);
        using var there = new Caller(scene.Host.EndpointOf("us-east-2"), scene.Time);
        Answered answered = await there.BatchAsync("DescribeJobQueues", new { });
        Assert.Equal((403, "InvalidSignatureException"), (answered.Status, answered.Error));
        Assert.Contains("valid region, not 'us-east-1'", answered.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Requests_ActionThatIsDenied_AreRefused()
    {
        var key = new AccessKeyOptions
        {
            Id = "AKIAREADER",
            Name = "reader",
            Statements =
            [
                new StatementOptions { Actions = ["batch:*"] },
                new StatementOptions { Effect = "Deny", Actions = ["batch:Submit*"], Resources = ["arn:aws:batch:*:*:job-queue/main"] },
            ],
        };
        await using Scene scene = await Scene.StartAsync(options => options.Keys = [.. options.Keys, key]);
        using var caller = new Caller(scene.Host.Endpoint, scene.Time, key);
        Assert.Equal(200, (await caller.BatchAsync("DescribeJobQueues", new { })).Status);
        Answered answered = await caller.BatchAsync("SubmitJob", new { jobName = "a", jobQueue = "main", jobDefinition = Scene.Definition });
        Assert.Equal((403, "AccessDeniedException"), (answered.Status, answered.Error));
        Assert.Contains("user/reader is not authorized to perform: batch:SubmitJob on resource: arn:aws:batch:us-east-1:123456789012:job-queue/main", answered.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ec2", "Action=DescribeRegions&Version=2016-11-15", 400, "<Code>RequestExpired</Code>")]
    [InlineData("sts", "Action=GetCallerIdentity&Version=2011-06-15", 403, "<Code>ExpiredToken</Code>")]
    [InlineData("iam", "Action=SimulatePrincipalPolicy&Version=2010-05-08", 403, "<Code>ExpiredToken</Code>")]
    public async Task Requests_TokenThatEnded_AreRefusedInEachProtocolsForm(string service, string body, int status, string words)
    {
        var key = new AccessKeyOptions { Id = "ASIATEMPORARY", SessionToken = "token", Name = "role" };
        await using Scene scene = await Scene.StartAsync(options => options.Keys = [.. options.Keys, key]);
        scene.Host.Control("POST", "key", new { key = key.Id, isExpired = true });
        using var caller = new Caller(scene.Host.Endpoint, scene.Time, key);
        Answered answered = await caller.SendAsync(service, HttpMethod.Post, "/", "application/x-www-form-urlencoded", System.Text.Encoding.ASCII.GetBytes(body));
        Assert.Equal(status, answered.Status);
        Assert.Contains(words, answered.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("wrong", 0, 401, "<Code>AuthFailure</Code>")]
    [InlineData(AccessKeyOptions.DefaultSecret, 10, 400, "<Code>RequestExpired</Code>")]
    public async Task Ec2_BadSignature_IsRefusedInItsForm(string secret, int minutes, int status, string words)
    {
        await using Scene scene = await Scene.StartAsync();
        using var caller = new Caller(scene.Host.Endpoint, scene.Time, new AccessKeyOptions { Secret = secret }) { Skew = TimeSpan.FromMinutes(minutes) };
        Answered answered = await caller.SendAsync("ec2", HttpMethod.Post, "/", "application/x-www-form-urlencoded", "Action=DescribeRegions&Version=2016-11-15"u8.ToArray());
        Assert.Equal(status, answered.Status);
        Assert.Contains(words, answered.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ec2_TooManyCalls_AreThrottledInItsForm()
    {
        await using Scene scene = await Scene.StartAsync(static options => options.Limits.Ec2Burst = 1);
        scene.Time.Advance(TimeSpan.FromSeconds(1));
        byte[] body = "Action=DescribeRegions&Version=2016-11-15"u8.ToArray();
        Assert.Equal(200, (await scene.Caller.SendAsync("ec2", HttpMethod.Post, "/", "application/x-www-form-urlencoded", body)).Status);
        Answered answered = await scene.Caller.SendAsync("ec2", HttpMethod.Post, "/", "application/x-www-form-urlencoded", body);
        Assert.Equal(503, answered.Status);
        Assert.Contains("<Code>RequestLimitExceeded</Code>", answered.Text, StringComparison.Ordinal);
    }

    private static async Task RefusedAsync(Scene scene, AccessKeyOptions key, string error, string words)
    {
        using var caller = new Caller(scene.Host.Endpoint, scene.Time, key);
        Answered answered = await caller.BatchAsync("DescribeJobQueues", new { });
        Assert.Equal((403, error), (answered.Status, answered.Error));
        Assert.Contains(words, answered.Text, StringComparison.Ordinal);
    }
}
