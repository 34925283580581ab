using HtcFlow.Aws.Calls.Errors;
using HtcFlow.Core.Ports;

namespace HtcFlow.Aws.Tests.Calls.Errors;

public sealed class AwsFaultsTests
{
    private static readonly AwsPlace s_place = new("batch", "eu-west-1", new Uri("https://batch.eu-west-1.amazonaws.com/"), false);

    [Theory]
    [InlineData(429, "TooManyRequestsException", "", FaultKind.Throttled)]
    [InlineData(400, "ThrottlingException", "Rate exceeded", FaultKind.Throttled)]
    [InlineData(503, "RequestLimitExceeded", "Request limit exceeded.", FaultKind.Throttled)]
    [InlineData(429, "", "", FaultKind.Throttled)]
    [InlineData(500, "ServerException", "", FaultKind.Transient)]
    [InlineData(503, "Unavailable", "", FaultKind.Transient)]
    [InlineData(502, "", "", FaultKind.Transient)]
    [InlineData(400, "InternalFailure", "", FaultKind.Transient)]
    [InlineData(403, "AccessDeniedException", "", FaultKind.Denied)]
    [InlineData(403, "UnauthorizedOperation", "", FaultKind.Denied)]
    [InlineData(403, "UnrecognizedClientException", "The security token included in the request is invalid.", FaultKind.Denied)]
    [InlineData(401, "AuthFailure", "", FaultKind.Denied)]
    [InlineData(403, "", "Forbidden", FaultKind.Denied)]
    [InlineData(403, "ExpiredTokenException", "", FaultKind.Denied)]
    [InlineData(400, "ClientException", "Error executing request, Exception : JobQueue not found, RequestId: 1", FaultKind.Gone)]
    [InlineData(400, "ClientException", "Job 1 does not exist", FaultKind.Gone)]
    [InlineData(400, "InvalidInstanceID.NotFound", "The instance ID 'i-1' does not exist", FaultKind.Gone)]
    [InlineData(400, "InvalidLaunchTemplateName.NotFoundException", "", FaultKind.Gone)]
    [InlineData(404, "NoSuchEntity", "", FaultKind.Gone)]
    [InlineData(400, "RepositoryNotFoundException", "", FaultKind.Gone)]
    [InlineData(400, "ClientException", "Array size must be between 2 and 10000", FaultKind.Broken)]
    [InlineData(400, "InvalidParameterValue", "", FaultKind.Broken)]
    [InlineData(404, "", "", FaultKind.Broken)]
    [InlineData(301, "", "", FaultKind.Broken)]
    public void Of_Refusal_HasItsKind(int status, string code, string message, FaultKind kind)
    {
        FaultException fault = AwsFaults.Of(new AwsError(status, code, message, TimeSpan.FromSeconds(2), null), "SubmitJob", "a", s_place);
        Assert.Equal((kind, "batch:SubmitJob", "a", TimeSpan.FromSeconds(2)), (fault.Kind, fault.Operation, fault.Subject, fault.RetryAfter));
    }

    [Theory]
    [InlineData(
        403, "AccessDeniedException",
        "User: arn:aws:iam::123456789012:user/me is not authorized to perform: batch:SubmitJob on resource: arn:aws:batch:eu-west-1:123456789012:job-queue/q",
        "arn:aws:iam::123456789012:user/me may not batch:SubmitJob on arn:aws:batch:eu-west-1:123456789012:job-queue/q; allow that action in its policies")]
    [InlineData(
        403, "AccessDeniedException", "User: arn:aws:sts::1:assumed-role/r/s is not authorized to perform: batch:TagResource with an explicit deny in an identity-based policy",
        "arn:aws:sts::1:assumed-role/r/s may not batch:TagResource on *; a policy denies it explicitly; allow that action in its policies")]
    [InlineData(
        403, "UnauthorizedOperation", "You are not authorized to perform this operation. Encoded authorization failure message: abc",
        "batch:SubmitJob is not allowed; allow that action in the policies of the user or role (UnauthorizedOperation)")]
    [InlineData(
        403, "InvalidSignatureException", "Credential should be scoped to a valid region, not 'us-east-1'. ",
        "batch.eu-west-1.amazonaws.com wants another region than eu-west-1 (us-east-1); correct the region or the endpoint")]
    [InlineData(
        403, "SignatureDoesNotMatch", "The request signature we calculated does not match",
        "the signature is wrong (SignatureDoesNotMatch): the secret key does not belong to the access key; set both anew")]
    [InlineData(
        403, "SignatureDoesNotMatch", "Signature not yet current: 20300101T001000Z is still later than 20300101T000500Z",
        "this machine's clock and that of batch.eu-west-1.amazonaws.com differ; set the clock (SignatureDoesNotMatch)")]
    [InlineData(400, "ClientException", "Two\n lines", "Two lines (ClientException)")]
    public void Of_Refusal_SaysWhatToDo(int status, string code, string message, string detail) =>
        Assert.Equal(detail, AwsFaults.Of(new AwsError(status, code, message, TimeSpan.Zero, null), "SubmitJob", "a", s_place).Detail);
}
