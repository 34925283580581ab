using HtcFlow.Core.Facts;
using HtcFlow.Core.Ports;
using HtcFlow.Core.Snapshots;
using HtcFlow.Core.State;
using HtcFlow.Engine.Telemetry;

namespace HtcFlow.Engine.Loop;

/// <summary>Keeps a snapshot whenever enough has happened since the last one.</summary>
internal sealed class SnapshotKeeper(EngineParts parts, long moves)
{
    private long _moves = moves;

    /// <summary>A fact was applied.</summary>
    public void Count(Fact fact) => _moves += SnapshotPolicy.MovesOf(fact);

    /// <summary>Keeps a snapshot if it is worth its cost.</summary>
    public void KeepIfDue(CampaignState state, bool isResting)
    {
        if (!parts.Snapshots.IsDue(state.Spec.TaskCount, _moves, isResting))
        {
            return;
        }

        // Also when it fails: a full disk shows at the next append, and until then each attempt would cost as much as this one.
        _moves = 0;
        try
        {
            StateSnapshot snapshot = SnapshotCodec.Encode(state);
            parts.Journal.Keep(snapshot);
            EngineLog.KeptSnapshot(parts.Log, snapshot.Sequence, snapshot.Parts.Sum(part => (long)part.Length));
        }
        catch (FaultException fault)
        {
            EngineLog.KeptNoSnapshot(parts.Log, fault.Message);
        }
    }
}
