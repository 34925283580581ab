using HtcFlow.Core.Facts;
using HtcFlow.Core.Ports;
using HtcFlow.Core.Snapshots;
using HtcFlow.Core.State;
using HtcFlow.Core.Transitions;
using HtcFlow.Engine.Views;

namespace HtcFlow.Engine.Recovery;

/// <summary>A campaign rebuilt from its journal.</summary>
/// <param name="State">State after the last entry.</param>
/// <param name="Meter">Rate of the last minute before it.</param>
public sealed record Replay(CampaignState State, RateMeter Meter)
{
    // Enough for the last minute unless more than some thousand tasks a second end; the rate is then that of a shorter time.
    private const int EntriesForTheMeter = 200;

    /// <summary>Moves of tasks that were applied one by one; those that a snapshot stood for are not among them.</summary>
    public long Moves { get; private set; }

    /// <summary>Rebuilds a campaign from its newest snapshot and the entries after it; from its first entry when there is no snapshot
    /// that fits, or when every entry is wanted.</summary>
    /// <param name="journal">The journal.</param>
    /// <param name="each">Called for every entry after it was applied; for views that need more than the state.</param>
    /// <exception cref="FaultException">The journal is empty, damaged, or holds a fact that cannot have happened.</exception>
    public static Replay Load(IJournal journal, Action<JournalEntry>? each = null)
    {
        ArgumentNullException.ThrowIfNull(journal);
        if (each is null && journal.LatestSnapshot() is { } snapshot && FromSnapshot(journal, snapshot) is { } shortcut)
        {
            return shortcut;
        }

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
                throw new FaultException(FaultKind.Damaged, "replay", $"journal entry {entry.Sequence}", e.Message, e);
            }

            Moves += SnapshotPolicy.MovesOf(entry.Fact);
            Meter.Add(entry);
            each?.Invoke(entry);
        }
    }

    // Null when the snapshot does not fit the journal. Entries just before it show that the journal reaches up to it, and the rate.
    private static Replay? FromSnapshot(IJournal journal, StateSnapshot snapshot)
    {
        if (SnapshotCodec.Decode(snapshot) is not { } state)
        {
            return null;
        }

        var meter = new RateMeter();
        long before = Math.Max(0, snapshot.Sequence - EntriesForTheMeter);
        long last = before;
        long moves = 0;
        foreach (JournalEntry entry in journal.Read(before))
        {
            if (last == before)
            {
                meter.Begin(entry.At);
            }

            last = entry.Sequence;
            meter.Add(entry);
            if (last > snapshot.Sequence)
            {
                if (!Fits(state, entry))
                {
                    return null;
                }

                moves += SnapshotPolicy.MovesOf(entry.Fact);
            }
        }

        return last >= snapshot.Sequence
            ? new Replay(state, meter) { Moves = moves }
            : throw new FaultException(
                FaultKind.Damaged, "read", "the journal", $"it is damaged: entries {last + 1} to {snapshot.Sequence} are missing");
    }

    // When it does not, either the snapshot is wrong or the entry is; replaying everything tells.
    private static bool Fits(CampaignState state, JournalEntry entry)
    {
        try
        {
            Applier.Apply(state, entry);
            return true;
        }
        catch (InvalidFactException)
        {
            return false;
        }
    }
}
