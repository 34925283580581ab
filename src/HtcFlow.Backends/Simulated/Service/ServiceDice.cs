using HtcFlow.Backends.Simulated.Cloud;
using HtcFlow.Backends.Simulated.World;

namespace HtcFlow.Backends.Simulated.Service;

/// <summary>Throws what goes wrong with each call, by its number.</summary>
internal sealed class ServiceDice(int seed, ServiceModel model)
{
    private readonly ulong _seed = Dice.Seed((ulong)seed, "service");
    private long _call;

    /// <summary>What goes wrong with the next call.</summary>
    internal CallTrouble Next()
    {
        double even = Dice.Even(Dice.Throw(_seed, ++_call, 0, DicePurpose.Call));
        return even < model.LostRequests ? CallTrouble.LostRequest
            : even < model.LostRequests + model.LostReplies ? CallTrouble.LostReply
            : even < model.LostRequests + model.LostReplies + model.ThrottledShare ? CallTrouble.Throttled
            : CallTrouble.None;
    }

    /// <summary>Whether a probability hits a part of the present answer.</summary>
    /// <param name="probability">The probability.</param>
    /// <param name="part">Part of the answer; different ones for different troubles.</param>
    internal bool Hits(double probability, long part) =>
        probability > 0 && Dice.Even(Dice.Throw(_seed, _call, part, DicePurpose.Answer)) < probability;
}
