using HtcFlow.Core.Ids;
using HtcFlow.Core.Ports;
using HtcFlow.Core.Wire;

namespace HtcFlow.Engine.Lanes;

/// <summary>What came of a lane's call.</summary>
public abstract record LaneReply
{
    private LaneReply()
    {
    }

    /// <summary>Number of the call that it answers; 0 for news, which nobody asked for.</summary>
    public long Number { get; init; }

    /// <summary>A submission was answered; one reply an array, in order.</summary>
    /// <param name="Arrays">The arrays.</param>
    /// <param name="Replies">Their fates.</param>
    public sealed record Submitted(IReadOnlyList<ArrayId> Arrays, IReadOnlyList<SubmitReply> Replies) : LaneReply;

    /// <summary>Names were looked up.</summary>
    /// <param name="Arrays">The arrays asked for.</param>
    /// <param name="Handles">Those that the backend has.</param>
    public sealed record Found(IReadOnlyList<ArrayId> Arrays, IReadOnlyList<JobHandle> Handles) : LaneReply;

    /// <summary>Arrays were observed.</summary>
    /// <param name="Observations">What was seen.</param>
    /// <param name="Cost">How long looking took.</param>
    public sealed record Observed(IReadOnlyList<ArrayObservation> Observations, TimeSpan Cost) : LaneReply;

    /// <summary>The backend took a cancellation.</summary>
    /// <param name="Call">The call.</param>
    public sealed record Cancelled(LaneCall.Cancel Call) : LaneReply;

    /// <summary>The backend forgot arrays.</summary>
    public sealed record Forgot : LaneReply;

    /// <summary>The backend keeps work away from the hosts that it was told.</summary>
    public sealed record Avoided : LaneReply;

    /// <summary>Reports were read.</summary>
    /// <param name="Stage">Stage of their tasks.</param>
    /// <param name="Reports">Those that are there and can be understood.</param>
    public sealed record Sampled(int Stage, IReadOnlyList<AttemptReport> Reports) : LaneReply;

    /// <summary>The whole call failed; whether it had an effect is unknown when the fault is transient.</summary>
    /// <param name="Call">The call.</param>
    /// <param name="Fault">Why.</param>
    public sealed record Failed(LaneCall Call, FaultException Fault) : LaneReply;

    /// <summary>Something has ended; observing is worth it.</summary>
    public sealed record News : LaneReply;
}
