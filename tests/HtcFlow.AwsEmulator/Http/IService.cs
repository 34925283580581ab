using HtcFlow.AwsEmulator.Signing;

namespace HtcFlow.AwsEmulator.Http;

/// <summary>One of the emulated services, with its protocol.</summary>
internal interface IService
{
    /// <summary>Name that credential scopes and actions carry.</summary>
    string Name { get; }

    /// <summary>The operation of a request; null when there is none of that kind.</summary>
    string? OperationOf(SignedRequest request);

    /// <summary>Answers a call; permission is asked for by it because only it knows the resources.</summary>
    /// <exception cref="ServiceFault">It cannot.</exception>
    Reply Answer(ServiceCall call);

    /// <summary>Writes an error.</summary>
    Reply Refuse(ServiceFault fault);

    /// <summary>The error for a bad signature.</summary>
    ServiceFault FaultOf(SignatureException problem);

    /// <summary>The error for a caller that has not the right to do something.</summary>
    ServiceFault Denied(ServiceCall call, string resource, bool isExplicit);

    /// <summary>The error for too many calls, or the one for bad weather.</summary>
    ServiceFault Trouble(bool isThrottled);
}
