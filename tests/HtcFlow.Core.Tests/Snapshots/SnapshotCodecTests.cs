using System.Globalization;
using System.Reflection;
using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Facts;
using HtcFlow.Core.Ids;
using HtcFlow.Core.Snapshots;
using HtcFlow.Core.State;
using HtcFlow.Core.Sweeps;
using HtcFlow.Core.Tests.Stories;
using HtcFlow.Core.Transitions;

namespace HtcFlow.Core.Tests.Snapshots;

/// <summary>A state that went through a snapshot is the state that never did, now and after everything that follows.</summary>
public sealed class SnapshotCodecTests
{
    [Fact]
    public void Decode_AtAnyFactOfRandomStories_GivesTheStateAndItsFuture()
    {
        for (int seed = 1; seed <= 150; seed++)
        {
            var dice = new Random(seed);
            IReadOnlyList<JournalEntry> journal = Tell(dice);
            int at = dice.Next(1, journal.Count + 1);
            CampaignState whole = Replay(new CampaignState(), journal.Take(at));
            CampaignState? restored = SnapshotCodec.Decode(SnapshotCodec.Encode(whole));

            Assert.NotNull(restored);
            Assert.Equal(Text(whole), Text(restored));
            Oracle.Check(restored);
            foreach (JournalEntry entry in journal.Skip(at))
            {
                Applier.Apply(whole, entry);
                Applier.Apply(restored, entry);
                Assert.Equal(Text(whole), Text(restored));
            }
        }
    }

    [Fact]
    public void Encode_SameState_GivesTheSameBytes()
    {
        IReadOnlyList<JournalEntry> journal = Tell(new Random(7));
        StateSnapshot one = SnapshotCodec.Encode(Replay(new CampaignState(), journal));
        StateSnapshot two = SnapshotCodec.Encode(SnapshotCodec.Decode(one)!);

        Assert.Equal(one.Sequence, two.Sequence);
        Assert.Equal(one.Parts.Select(Hex), two.Parts.Select(Hex));
    }

    [Fact]
    public void Decode_AnyFlippedBit_GivesNoState()
    {
        StateSnapshot snapshot = SnapshotCodec.Encode(Replay(new CampaignState(), Tell(new Random(3))));
        for (int bit = 0; bit < snapshot.Parts[0].Length * 8; bit++)
        {
            byte[] part = snapshot.Parts[0].ToArray();
            part[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Null(SnapshotCodec.Decode(snapshot with { Parts = [part] }));
        }
    }

    [Fact]
    public void Decode_AnyLength_GivesNoState()
    {
        StateSnapshot snapshot = SnapshotCodec.Encode(Replay(new CampaignState(), Tell(new Random(3))));
        for (int length = 0; length < snapshot.Parts[0].Length; length++)
        {
            Assert.Null(SnapshotCodec.Decode(snapshot with { Parts = [snapshot.Parts[0][..length]] }));
        }
    }

    [Fact]
    public void Decode_PartsMissingSwappedOrOfAnotherSnapshot_GivesNoState()
    {
        StateSnapshot large = SnapshotCodec.Encode(Large());
        Assert.True(large.Parts.Count > 2);
        Assert.All(large.Parts, part => Assert.InRange(part.Length, 1, 2 << 20));
        Assert.NotNull(SnapshotCodec.Decode(large));
        Assert.Null(SnapshotCodec.Decode(large with { Parts = [] }));
        Assert.Null(SnapshotCodec.Decode(large with { Parts = [.. large.Parts.SkipLast(1)] }));
        Assert.Null(SnapshotCodec.Decode(large with { Parts = [.. large.Parts.Skip(1)] }));
        Assert.Null(SnapshotCodec.Decode(large with { Parts = [large.Parts[1], large.Parts[0], .. large.Parts.Skip(2)] }));
        Assert.Null(SnapshotCodec.Decode(large with { Sequence = large.Sequence + 1 }));
    }

    [Fact]
    public void Decode_AnotherVersion_GivesNoState()
    {
        StateSnapshot snapshot = SnapshotCodec.Encode(Replay(new CampaignState(), Tell(new Random(3))));
        byte[] body = snapshot.Parts[0].ToArray()[..^SnapshotReader.SealBytes];
        body[0] = SnapshotCodec.Version + 1;
        byte[] sealedPart = [.. body, .. BitConverter.GetBytes(SnapshotReader.SealOf(snapshot.Sequence, 0, body))];

        Assert.False(SnapshotCodec.IsReadable(snapshot with { Parts = [sealedPart] }));
        Assert.Null(SnapshotCodec.Decode(snapshot with { Parts = [sealedPart] }));
    }

    [Fact]
    public void Encode_StateTypes_HaveNoMemberThatTheCodecDoesNotKnow()
    {
        // A new member of a state is lost by a snapshot until the codec writes it (or works it out) and its version rises.
        Assert.Equal(
            "BirthMark CreatedAt HoldReason LatestAt LatestQuarantine Phase RetriedAttempts Sequence Spec Stages Targets _arrays _open _quarantined",
            MembersOf(typeof(CampaignState)));
        Assert.Equal(
            "After Before Doomed Ended FirstStartedAt Index Ledger Released Retries Spec Stops WallMilliseconds Walls", MembersOf(typeof(StageState)));
        Assert.Equal(
            "Attempt BackendId ChangedAt EndedTasks HasCancelledTasks Id Name Pack Phase Stage StartList Stopped Target TaskCount Tasks",
            MembersOf(typeof(ArrayState)));
        Assert.Equal("Index Measured Reason Spec SuspendedUntil Suspensions WeighedAt", MembersOf(typeof(TargetState)));
        Assert.Equal("Due Tasks", MembersOf(typeof(RetryBatch)));
        Assert.Equal("Count _counts", MembersOf(typeof(WallHistogram)));
        Assert.Equal("_arrays _runs", MembersOf(typeof(ArrayList)));
    }

    private static string MembersOf(Type type) => string.Join(' ', type
        .GetFields(BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public)
        .Select(f => f.Name.StartsWith('<') ? f.Name[1..f.Name.IndexOf('>', StringComparison.Ordinal)] : f.Name)
        .Order(StringComparer.Ordinal));

    private static string Hex(ReadOnlyMemory<byte> part) => Convert.ToHexString(part.Span);

    // What a comparison of texts for people leaves out.
    private static string Text(CampaignState state) => StateText.Of(state) + state.LatestQuarantine
        + string.Join('\n', state.Arrays.Select(a => string.Create(CultureInfo.InvariantCulture, $"{a.ChangedAt} {a.Handle}")))
        + string.Join('\n', state.Stages.Select(s => string.Join(',', s.Stops.OrderBy(t => t.Key)) + string.Join(',', s.Walls.Classes.ToArray())));

    private static CampaignState Replay(CampaignState state, IEnumerable<JournalEntry> journal)
    {
        foreach (JournalEntry entry in journal)
        {
            Applier.Apply(state, entry);
        }

        return state;
    }

    private static IReadOnlyList<JournalEntry> Tell(Random dice)
    {
        CampaignSpec spec = RandomCampaign.Of(dice);
        var story = new Story(spec) { Limits = RandomCampaign.Limits(dice) };
        var fate = new RandomFate(dice, story);
        for (int step = 0; step < 60; step++)
        {
            fate.Step();
            if (dice.Next(4) == 0)
            {
                story.Tell([.. Strike(dice, story.State, story.Now)]);
            }
        }

        if (dice.Next(2) == 0)
        {
            fate.Drain();
        }

        return story.Journal;
    }

    private static IEnumerable<Fact> Strike(Random dice, CampaignState state, DateTimeOffset now)
    {
        ArrayState? array = state.OpenArrays.FirstOrDefault(a => a.Phase == ArrayPhase.Submitted);
        ArrayState? planned = state.OpenArrays.FirstOrDefault(a => a.Phase == ArrayPhase.Planned);
        IndexSet running = array is null
            ? IndexSet.Empty
            : IndexSet.Of(array.Tasks.Where(i => dice.Next(2) == 0 && state.Stages[array.Stage].IsUnderWay(array, i)));
        Fact? fact = dice.Next(7) switch
        {
            0 => new Fact.HostQuarantined("host-" + dice.Next(3), now + TimeSpan.FromHours(dice.Next(9)), "it stalls"),
            1 => new Fact.JournalRecovered("mark" + dice.Next(1000), new ArrayId(state.NextArray.Value + dice.Next(5))),
            2 when running.Count > 0 => new Fact.AttemptsStopped(array!.Id, running),
            3 when planned is not null => new Fact.ArrayReturned(planned.Id, "full"),
            4 when state.Targets.Count > 0 => new Fact.TargetSuspended(dice.Next(state.Targets.Count), now + TimeSpan.FromSeconds(90.5), "no room"),
            5 when state.Targets.Count > 0 => new Fact.TargetsWeighed([.. state.Targets.Select(_ => new TargetWeight(1 - dice.NextDouble(), dice.NextDouble(), 70, "dear"))]),
            _ => null,
        };
        return fact is null ? [] : [fact];
    }

    // Tasks in so many states that no chunk can be packed: 1.6 million tasks, 3 MiB.
    private static CampaignState Large()
    {
        const int Count = 100 * StageLedger.ChunkTasks;
        var story = new Story(Make.Campaign(Make.Stage("a", Count)));
        var dice = new Random(5);
        for (int i = 0; i < Count; i++)
        {
            story[0].Ledger.Set(i, TaskState.Succeeded, dice.Next(1, 256), 0);
        }

        return story.State;
    }
}
