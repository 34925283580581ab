using System.Globalization;
using System.Net;
using HtcFlow.Aws.Batch.Jobs;
using HtcFlow.Aws.Signing;
using HtcFlow.Core.Ports;

namespace HtcFlow.Aws.Tests.Calls;

public sealed class AwsCallerTests
{
    private const string Ok = """{"jobId":"1","jobName":"a"}""";
    private const string TooMany = """{"__type":"TooManyRequestsException","message":"Too Many Requests"}""";

    private static readonly SubmitRequest s_submit = new() { JobName = "a", JobQueue = "q", JobDefinition = "d:1" };

    [Fact]
    public async Task SendAsync_Request_IsSignedForItsServiceAndRegion()
    {
        using var stand = new ServiceStand(new StubService().Answer(HttpStatusCode.OK, Ok));
        Assert.Equal("1", await SubmitAsync(stand));
        StubRequest request = Assert.Single(stand.Service.Requests);
        Assert.Equal(new Uri("https://batch.eu-west-1.amazonaws.com/v1/submitjob"), request.Address);
        Assert.StartsWith(
            "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20300101/eu-west-1/batch/aws4_request, SignedHeaders=content-type;host;x-amz-date;x-amz-security-token, ",
            request.Headers["Authorization"], StringComparison.Ordinal);
        Assert.Equal("20300101T000000Z", request.Headers["X-Amz-Date"]);
        Assert.Equal(ServiceStand.Token, request.Headers["X-Amz-Security-Token"]);
        Assert.Equal("application/json", request.Headers["Content-Type"]);
    }

    [Fact]
    public async Task SendAsync_SubmitThrottled_IsSentAgain()
    {
        using var stand = new ServiceStand(new StubService().Answer(HttpStatusCode.TooManyRequests, TooMany).Answer(HttpStatusCode.OK, Ok));
        Assert.Equal("1", await SubmitAsync(stand));
        Assert.Equal(new CallCount(2, 1, 1, 0), stand.Services.Meter.Counts["batch:SubmitJob"]);
    }

    [Theory]
    [InlineData(HttpStatusCode.InternalServerError, """{"__type":"ServerException","message":"oops"}""")]
    [InlineData(HttpStatusCode.BadGateway, "<html>no</html>")]
    public async Task SendAsync_SubmitMayHaveHappened_IsNotSentAgain(HttpStatusCode status, string body)
    {
        using var stand = new ServiceStand(new StubService().Answer(status, body).Answer(HttpStatusCode.OK, Ok));
        FaultException fault = await Assert.ThrowsAsync<FaultException>(() => SubmitAsync(stand));
        Assert.Equal(FaultKind.Transient, fault.Kind);
        Assert.Single(stand.Service.Requests);
        Assert.Equal(new CallCount(1, 0, 0, 1), stand.Services.Meter.Counts["batch:SubmitJob"]);
    }

    [Fact]
    public async Task SendAsync_SubmitReplyIsLost_IsNotSentAgain()
    {
        using var stand = new ServiceStand(new StubService().Fail(new HttpRequestException(HttpRequestError.ResponseEnded)).Answer(HttpStatusCode.OK, Ok));
        FaultException fault = await Assert.ThrowsAsync<FaultException>(() => SubmitAsync(stand));
        Assert.Equal(FaultKind.Transient, fault.Kind);
        Assert.Single(stand.Service.Requests);
    }

    [Theory]
    [InlineData(HttpRequestError.NameResolutionError)]
    [InlineData(HttpRequestError.ConnectionError)]
    public async Task SendAsync_SubmitNeverLeft_IsSentAgain(HttpRequestError error)
    {
        using var stand = new ServiceStand(new StubService().Fail(new HttpRequestException(error)).Answer(HttpStatusCode.OK, Ok));
        Assert.Equal("1", await SubmitAsync(stand));
    }

    [Fact]
    public async Task SendAsync_ReadInBadWeather_IsRepeatedSixTimesAndGivenUp()
    {
        using var stand = new ServiceStand(new StubService().Answer(HttpStatusCode.ServiceUnavailable, "<html>busy</html>"));
        DateTimeOffset begin = stand.Time.GetUtcNow();
        FaultException fault = await Assert.ThrowsAsync<FaultException>(() => stand.RunAsync((services, token) => services.Jobs.DescribeAsync(["1"], token)));
        Assert.Equal(FaultKind.Transient, fault.Kind);
        Assert.Equal("batch:DescribeJobs", fault.Operation);
        Assert.Equal(new CallCount(6, 0, 5, 1), stand.Services.Meter.Sum("batch"));
        Assert.InRange((stand.Time.GetUtcNow() - begin).TotalSeconds, 1, 30);
    }

    [Fact]
    public async Task SendAsync_RetryAfter_IsKept()
    {
        using var stand = new ServiceStand(
            new StubService().Answer(HttpStatusCode.TooManyRequests, TooMany, ("Retry-After", "4")).Answer(HttpStatusCode.OK, Ok));
        DateTimeOffset begin = stand.Time.GetUtcNow();
        await SubmitAsync(stand);
        Assert.InRange((stand.Time.GetUtcNow() - begin).TotalSeconds, 4, 5.1);
    }

    [Fact]
    public async Task SendAsync_RetryAfterIsLong_IsForTheCallerToWait()
    {
        using var stand = new ServiceStand(new StubService().Answer(HttpStatusCode.ServiceUnavailable, "", ("Retry-After", "120")));
        FaultException fault = await Assert.ThrowsAsync<FaultException>(() => stand.RunAsync((services, token) => services.Jobs.DescribeAsync(["1"], token)));
        Assert.Equal(TimeSpan.FromMinutes(2), fault.RetryAfter);
        Assert.Single(stand.Service.Requests);
    }

    [Fact]
    public async Task SendAsync_ClockIsTenMinutesOff_IsCorrectedAndRemembered()
    {
        string there = new DateTimeOffset(2030, 1, 1, 0, 10, 0, TimeSpan.Zero).ToString("R", CultureInfo.InvariantCulture);
        using var stand = new ServiceStand(new StubService()
            .Answer(HttpStatusCode.Forbidden, """{"__type":"InvalidSignatureException","message":"Signature expired: 20300101T000000Z is now earlier than 20300101T000500Z"}""", ("Date", there))
            .Answer(HttpStatusCode.OK, Ok));
        await SubmitAsync(stand);
        await SubmitAsync(stand);
        Assert.Equal(["20300101T000000Z", "20300101T001000Z", "20300101T001000Z"], stand.Service.Requests.Select(static request => request.Headers["X-Amz-Date"]));
    }

    [Fact]
    public async Task SendAsync_ClockStaysWrong_SaysSo()
    {
        string there = new DateTimeOffset(2030, 1, 1, 0, 10, 0, TimeSpan.Zero).ToString("R", CultureInfo.InvariantCulture);
        using var stand = new ServiceStand(new StubService().Answer(
            HttpStatusCode.Forbidden, """{"__type":"RequestTimeTooSkewed","message":""}""", ("Date", there)));
        FaultException fault = await Assert.ThrowsAsync<FaultException>(() => SubmitAsync(stand));
        Assert.Equal(FaultKind.Denied, fault.Kind);
        Assert.Contains("set the clock", fault.Detail, StringComparison.Ordinal);
        Assert.Equal(2, stand.Service.Requests.Count);
    }

    [Fact]
    public async Task SendAsync_TokenHasExpired_GetsOthersAndGoesOn()
    {
        using var stand = new ServiceStand(
            new StubService().Answer(HttpStatusCode.Forbidden, """{"__type":"ExpiredTokenException","message":"expired"}""").Answer(HttpStatusCode.OK, Ok),
            new AwsKeys("AKIDOLD", "a", "b"), new AwsKeys("AKIDNEW", "c", "d"));
        Assert.Equal("1", await SubmitAsync(stand));
        Assert.Contains("AKIDNEW", stand.Service.Requests[1].Headers["Authorization"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task SendAsync_TokenHasExpiredAndThereIsNoOther_SaysWhatToDo()
    {
        using var stand = new ServiceStand(new StubService().Answer(HttpStatusCode.Forbidden, """{"__type":"ExpiredTokenException","message":"expired"}"""));
        FaultException fault = await Assert.ThrowsAsync<FaultException>(() => SubmitAsync(stand));
        Assert.Equal(FaultKind.Denied, fault.Kind);
        Assert.Contains("aws sso login", fault.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SendAsync_NoCredentials_SaysWhatIsMissingForWhat()
    {
        using var stand = new ServiceStand(new StubService());
        stand.Credentials.Fault = new FaultException(FaultKind.Denied, "find credentials", "default", "no credentials were found");
        FaultException fault = await Assert.ThrowsAsync<FaultException>(() => SubmitAsync(stand));
        Assert.Equal((FaultKind.Denied, "batch:SubmitJob", "a"), (fault.Kind, fault.Operation, fault.Subject));
    }

    [Fact]
    public async Task SendAsync_NoAnswer_EndsAfterTheLimit()
    {
        using var stand = new ServiceStand(new StubService().Hang());
        Task<string> submitted = stand.Services.Jobs.SubmitAsync(s_submit, TestContext.Current.CancellationToken);
        while (!submitted.IsCompleted)
        {
            stand.Time.AdvanceToNextTimer();
            await Task.Yield();
        }

        FaultException fault = await Assert.ThrowsAsync<FaultException>(() => submitted);
        Assert.Equal(FaultKind.Transient, fault.Kind);
        Assert.Contains("30 s", fault.Detail, StringComparison.Ordinal);
        Assert.Single(stand.Service.Requests);
    }

    [Fact]
    public async Task SendAsync_Cancelled_IsNoFault()
    {
        using var stand = new ServiceStand(new StubService().Hang());
        using var cancelled = new CancellationTokenSource();
        Task<string> submitted = stand.Services.Jobs.SubmitAsync(s_submit, cancelled.Token);
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => submitted);
    }

    [Fact]
    public async Task SendAsync_ServiceRepeatsTheRequest_NoSecretIsPassedOn()
    {
        using var stand = new ServiceStand(new StubService().Answer(
            HttpStatusCode.Forbidden,
            $$"""{"__type":"InvalidSignatureException","message":"The Canonical String for this request should have been 'POST x-amz-security-token:{{ServiceStand.Token}}'"}"""));
        FaultException fault = await Assert.ThrowsAsync<FaultException>(() => SubmitAsync(stand));
        Assert.Equal(FaultKind.Denied, fault.Kind);
        Assert.DoesNotContain(ServiceStand.Token, fault.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(ServiceStand.Secret, fault.ToString(), StringComparison.Ordinal);
    }

    private static Task<string> SubmitAsync(ServiceStand stand) => stand.RunAsync((services, token) => services.Jobs.SubmitAsync(s_submit, token));
}
