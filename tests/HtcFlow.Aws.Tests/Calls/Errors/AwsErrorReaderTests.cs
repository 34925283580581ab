using System.Net;
using System.Text;
using HtcFlow.Aws.Calls.Errors;

namespace HtcFlow.Aws.Tests.Calls.Errors;

public sealed class AwsErrorReaderTests
{
    private static readonly DateTimeOffset s_now = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("""{"__type":"ClientException","message":"no"}""", "ClientException", "no")]
    [InlineData("""{"__type":"com.amazonaws.batch#ClientException","Message":"no"}""", "ClientException", "no")]
    [InlineData("""{"code":"ClientException:http://internal.amazon.com/coral/","message":"no"}""", "ClientException", "no")]
    [InlineData("""{"message":"Forbidden"}""", "", "Forbidden")]
    [InlineData("<Response><Errors><Error><Code>RequestLimitExceeded</Code><Message>slow</Message></Error></Errors><RequestID>1</RequestID></Response>", "RequestLimitExceeded", "slow")]
    [InlineData("<ErrorResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><Error><Type>Sender</Type><Code>ExpiredToken</Code><Message>old</Message></Error></ErrorResponse>", "ExpiredToken", "old")]
    [InlineData("<html><body>502 Bad Gateway</body></html>", "", "")]
    [InlineData("", "", "")]
    [InlineData("[1]", "", "")]
    [InlineData("<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><Error><Code>&e;</Code></Error>", "", "")]
    public void Read_EachProtocol_FindsCodeAndMessage(string body, string code, string message)
    {
        using var response = new HttpResponseMessage(HttpStatusCode.BadRequest);
        AwsError error = AwsErrorReader.Read(400, response.Headers, Encoding.UTF8.GetBytes(body), s_now);
        Assert.Equal((400, code, message), (error.Status, error.Code, error.Message));
    }

    [Fact]
    public void Read_HeaderNamesTheError_GoesByIt()
    {
        using var response = new HttpResponseMessage(HttpStatusCode.TooManyRequests);
        response.Headers.TryAddWithoutValidation("x-amzn-ErrorType", "TooManyRequestsException:http://x/");
        Assert.Equal("TooManyRequestsException", AwsErrorReader.Read(429, response.Headers, "{}"u8.ToArray(), s_now).Code);
    }

    [Theory]
    [InlineData("Retry-After", "7", 7)]
    [InlineData("Retry-After", "Tue, 01 Jan 2030 00:00:30 GMT", 30)]
    [InlineData("Retry-After", "Mon, 31 Dec 2029 00:00:30 GMT", 0)]
    [InlineData("Retry-After", "900000", 3600)]
    [InlineData("x-amz-retry-after", "1500", 1.5)]
    [InlineData("x-other", "1", 0)]
    public void Read_RetryAfter_IsUnderstoodInEachForm(string name, string value, double seconds)
    {
        using var response = new HttpResponseMessage(HttpStatusCode.ServiceUnavailable);
        response.Headers.TryAddWithoutValidation(name, value);
        Assert.Equal(TimeSpan.FromSeconds(seconds), AwsErrorReader.Read(503, response.Headers, [], s_now).RetryAfter);
    }
}
