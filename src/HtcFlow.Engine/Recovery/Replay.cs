using HtcFlow.Core.Facts;
using HtcFlow.Core.Ports;
using HtcFlow.Core.State;
using HtcFlow.Core.Transitions;
using HtcFlow.Engine.Views;

namespace HtcFlow.Engine.Recovery;

/// <summary>A campaign rebuilt from its journal.</summary>
/// <param name="State">State after the last entry.</param>
/// <param name="Meter">Rate of the last minute before it.</param>
public sealed record Replay(CampaignState State, RateMeter Meter)
{
    /// <summary>Replays a journal from its first entry.</summary>
    /// <param name="journal">The journal.</param>
    /// <param name="each">Called for every entry after it was applied; for views that need more than the state.</param>
    /// <exception cref="FaultException">The journal is empty, damaged, or holds a fact that cannot have happened.</exception>
    public static Replay Load(IJournal journal, Action<JournalEntry>? each = null)
    {
        ArgumentNullException.ThrowIfNull(journal);
        var replay = new Replay(new CampaignState(), new RateMeter());
        replay.CatchUp(journal, each);
        return replay.State.Sequence > 0
            ? replay
            : throw new FaultException(FaultKind.Broken, "read", "the journal", "it is empty: the submission was cut off; submit again");
    }

    /// <summary>Applies what was appended since; for watching a campaign that another process runs.</summary>
    public void CatchUp(IJournal journal, Action<JournalEntry>? each = null)
    {
        ArgumentNullException.ThrowIfNull(journal);
        foreach (JournalEntry entry in journal.Read(State.Sequence))
        {
            try
            {
                Applier.Apply(State, entry);
            }
            catch (InvalidFactException e)
            {
                throw new FaultException(FaultKind.Broken, "replay", $"journal entry {entry.Sequence}", e.Message, e);
            }

            Meter.Add(entry);
            each?.Invoke(entry);
        }
    }
}
