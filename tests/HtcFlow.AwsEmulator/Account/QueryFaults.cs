using HtcFlow.AwsEmulator.Http;
using HtcFlow.AwsEmulator.Signing;

namespace HtcFlow.AwsEmulator.Account;

/// <summary>The errors that services of the Query protocol share.</summary>
internal static class QueryFaults
{
    /// <summary>The error for a bad signature.</summary>
    public static ServiceFault Of(SignatureException problem) => problem.Problem switch
    {
        SignatureProblem.Missing => new ServiceFault("MissingAuthenticationToken", 403, "Request is missing Authentication Token"),
        SignatureProblem.Incomplete => new ServiceFault("IncompleteSignature", 400, problem.Message),
        SignatureProblem.UnknownKey or SignatureProblem.WrongToken =>
            new ServiceFault("InvalidClientTokenId", 403, "The security token included in the request is invalid."),
        SignatureProblem.ExpiredToken => new ServiceFault("ExpiredToken", 403, "The security token included in the request is expired"),
        _ => new ServiceFault(
            "SignatureDoesNotMatch",
            403,
            problem.Message.Length > 0 ? problem.Message : "The request signature we calculated does not match the signature you provided."),
    };

    /// <summary>The error for too many calls, or the one for bad weather.</summary>
    public static ServiceFault Trouble(bool isThrottled) => isThrottled
        ? new ServiceFault("Throttling", 400, "Rate exceeded")
        : new ServiceFault("ServiceUnavailable", 503, "The service is unavailable. Please try again.");
}
