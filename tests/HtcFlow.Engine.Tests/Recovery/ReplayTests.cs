using HtcFlow.Core.Facts;
using HtcFlow.Core.Ids;
using HtcFlow.Core.Ports;
using HtcFlow.Core.Snapshots;
using HtcFlow.Core.Tests.Stories;
using HtcFlow.Engine.Journal;
using HtcFlow.Engine.Recovery;
using HtcFlow.Engine.Tests.Journal;

namespace HtcFlow.Engine.Tests.Recovery;

public sealed class ReplayTests
{
    private const int Count = 1_003;
    private static readonly IReadOnlyList<JournalEntry> s_entries = SnapshotCampaign.Entries(Count);

    [Theory]
    [InlineData(1)]
    [InlineData(150)]
    [InlineData(1_000)]
    [InlineData(1_003)]
    public void Load_WithASnapshot_GivesTheStateOfAFullReplay(int at)
    {
        using MemoryJournal journal = Journal(SnapshotCampaign.After(s_entries.Take(at)));

        var replay = Replay.Load(journal);

        Assert.Equal(StateText.Of(SnapshotCampaign.StateAfter(s_entries)), StateText.Of(replay.State));
        Assert.Equal(s_entries.Skip(at).Sum(e => SnapshotPolicy.MovesOf(e.Fact)), replay.Moves);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(600)]
    [InlineData(1_003)]
    public void Load_WithASnapshot_KnowsTheRateOfTheLastMinute(int at)
    {
        using MemoryJournal whole = Journal(null);
        using MemoryJournal journal = Journal(SnapshotCampaign.After(s_entries.Take(at)));
        DateTimeOffset now = s_entries[^1].At;

        Assert.Equal(Replay.Load(whole).Meter.PerSecond(now), Replay.Load(journal).Meter.PerSecond(now));
    }

    [Fact]
    public void Load_WhoWantsEveryEntry_GetsEveryEntry()
    {
        using MemoryJournal journal = Journal(SnapshotCampaign.After(s_entries.Take(900)));
        var seen = new List<long>();

        Replay.Load(journal, entry => seen.Add(entry.Sequence));

        Assert.Equal(s_entries.Select(e => e.Sequence), seen);
    }

    [Fact]
    public void Load_DamagedSnapshot_ReplaysEverything()
    {
        StateSnapshot snapshot = SnapshotCampaign.After(s_entries.Take(900));
        byte[] part = snapshot.Parts[0].ToArray();
        part[100] ^= 4;
        using MemoryJournal journal = Journal(snapshot with { Parts = [part] });

        Assert.Equal(StateText.Of(SnapshotCampaign.StateAfter(s_entries)), StateText.Of(Replay.Load(journal).State));
    }

    [Fact]
    public void Load_SnapshotThatDoesNotFitWhatFollows_ReplaysEverything()
    {
        // Another campaign of the same length: array 2 would be planned for the second time.
        JournalEntry[] other =
        [
            s_entries[0], .. Enumerable.Range(2, 800).Select(n => new JournalEntry(n, s_entries[n].At, new Fact.CampaignHeld("lunch"))),
        ];
        using MemoryJournal journal = Journal(SnapshotCampaign.After(other));

        Assert.Equal(StateText.Of(SnapshotCampaign.StateAfter(s_entries)), StateText.Of(Replay.Load(journal).State));
    }

    [Fact]
    public void Load_EntriesBeforeTheSnapshotAreMissing_SaysSo()
    {
        using var journal = new MemoryJournal();
        journal.Append([.. s_entries.Take(700)], []);
        journal.Keep(SnapshotCampaign.After(s_entries.Take(702)));

        FaultException fault = Assert.Throws<FaultException>(() => Replay.Load(journal));

        Assert.Contains("entries 701 to 702 are missing", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void CatchUp_AfterASnapshot_GoesOn()
    {
        using var journal = new MemoryJournal();
        journal.Append([.. s_entries.Take(700)], []);
        journal.Keep(SnapshotCampaign.After(s_entries.Take(650)));
        var replay = Replay.Load(journal);

        journal.Append([.. s_entries.Skip(700)], []);
        replay.CatchUp(journal);

        Assert.Equal(StateText.Of(SnapshotCampaign.StateAfter(s_entries)), StateText.Of(replay.State));
        Assert.Equal(new ArrayId((Count / 5) + 2), replay.State.NextArray);
    }

    private static MemoryJournal Journal(StateSnapshot? snapshot)
    {
        var journal = new MemoryJournal();
        journal.Append(s_entries, []);
        if (snapshot is not null)
        {
            journal.Keep(snapshot);
        }

        return journal;
    }
}
