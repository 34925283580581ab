using HtcFlow.Aws.Calls.Errors;
using HtcFlow.Core.Ports;

namespace HtcFlow.Aws.Calls;

/// <summary>How a try of a call ended.</summary>
/// <param name="Body">What the service said; empty after a failure.</param>
/// <param name="Fault">What failed; null for nothing.</param>
/// <param name="Error">What the service said about it; null if it said nothing.</param>
/// <param name="MayHaveHappened">Whether the service may have done what it was asked in spite of the failure.</param>
internal sealed record AwsReply(byte[] Body, FaultException? Fault, AwsError? Error, bool MayHaveHappened)
{
    public static AwsReply Good(byte[] body) => new(body, null, null, true);

    public static AwsReply Failed(FaultException fault, AwsError? error, bool mayHaveHappened) => new([], fault, error, mayHaveHappened);
}
