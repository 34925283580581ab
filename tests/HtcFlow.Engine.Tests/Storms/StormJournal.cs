using HtcFlow.Core.Facts;
using HtcFlow.Core.Ports;
using HtcFlow.Core.Requests;
using HtcFlow.Core.Snapshots;
using HtcFlow.Core.State;
using HtcFlow.Engine.Journal;
using HtcFlow.Engine.Recovery;

namespace HtcFlow.Engine.Tests.Storms;

/// <summary>The disk under a storm's journal: it outlives the engines, keeps two snapshots, and may lose one or the end of the journal.</summary>
internal sealed class StormJournal(double damage, Random dice) : IJournal
{
    // Each recovery uses up some sixteen million of two billion array numbers.
    private const int MostRecoveries = 20;
    private MemoryJournal _journal = new();
    private StateSnapshot? _before;
    private StateSnapshot? _latest;
    private long _entries;

    /// <summary>Number of recoveries so far.</summary>
    public int Recoveries { get; private set; }

    /// <summary>Snapshots that were handed out so far.</summary>
    public int Restored { get; private set; }

    public IEnumerable<JournalEntry> Read(long after) => _journal.Read(after);

    public void Append(IReadOnlyList<JournalEntry> entries, IReadOnlyList<long> answered)
    {
        _journal.Append(entries, answered);
        _entries += entries.Count;
    }

    public void Keep(StateSnapshot snapshot) => (_before, _latest) = (_latest, snapshot);

    /// <summary>A file gives the one before the latest where that cannot be read; what is harmed and is not noticed by then must be noticed later.</summary>
    public StateSnapshot? LatestSnapshot()
    {
        if (_latest is null)
        {
            return null;
        }

        double luck = damage > 0 ? dice.NextDouble() / damage : 1;
        StateSnapshot? snapshot = luck >= 1 ? _latest : luck < 0.4 ? _before : luck < 0.8 ? Harm(_latest) : null;
        Restored += snapshot is null ? 0 : 1;
        return snapshot;
    }

    public void Post(UserRequest request) => _journal.Post(request);

    public IReadOnlyList<UserRequest> Pending() => _journal.Pending();

    public void Dispose() => _journal.Dispose();

    /// <summary>Loses some entries at the end and marks the place, as the rescue of a damaged file does.</summary>
    /// <returns>The state that is left; null when nothing was lost.</returns>
    public CampaignState? LoseTail(DateTimeOffset now)
    {
        // Mostly a few entries, which were under way when the disk failed; sometimes everything but the first one.
        long lost = dice.Next(4) == 0 ? dice.NextInt64(_entries) : Math.Min(_entries - 1, dice.Next(1, 20));
        if (lost == 0 || Recoveries == MostRecoveries)
        {
            return null;
        }

        Recoveries++;
        _entries -= lost;
        var rest = new MemoryJournal();
        rest.Append([.. _journal.Read(0).Take((int)_entries)], []);
        foreach (UserRequest request in _journal.Pending())
        {
            rest.Post(request);
        }

        _journal = rest;
        (_before, _latest) = (null, null);
        JournalRescue.Mark(this, CampaignBirth.NewMark(dice), now, bytes: 0);
        return Replay.Load(_journal, static _ => { }).State;
    }

    private StateSnapshot Harm(StateSnapshot snapshot)
    {
        byte[][] parts = [.. snapshot.Parts.Select(part => part.ToArray())];
        byte[] part = parts[dice.Next(parts.Length)];
        part[dice.Next(part.Length)] ^= (byte)(1 << dice.Next(8));
        return snapshot with { Parts = [.. parts.Select(bytes => (ReadOnlyMemory<byte>)bytes)] };
    }
}
