namespace HtcFlow.Core.Ports;

/// <summary>What became of one <see cref="ArrayAsk"/>: a handle, or a fault for this array alone.</summary>
/// <param name="Handle">The job, when it was accepted.</param>
/// <param name="Fault">Why it was not, otherwise. A <see cref="FaultKind.Transient"/> fault leaves open whether it was.</param>
public sealed record SubmitReply(JobHandle? Handle, FaultException? Fault)
{
    /// <summary>The array is in the backend.</summary>
    public static SubmitReply Accepted(JobHandle handle) => new(handle, null);

    /// <summary>The array was refused or its fate is unknown.</summary>
    public static SubmitReply Refused(FaultException fault) => new(null, fault);
}
