using HtcFlow.Core.Facts;
using HtcFlow.Core.Ids;
using HtcFlow.Core.Ports;
using HtcFlow.Core.Requests;
using HtcFlow.Core.Snapshots;
using HtcFlow.Core.Sweeps;
using HtcFlow.Core.Wire;

namespace HtcFlow.Engine.Tests.Journal;

/// <summary>What every journal promises.</summary>
public abstract class JournalContract : IDisposable
{
    private static readonly DateTimeOffset s_at = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Opens the same journal again, as a new process would.</summary>
    protected abstract IJournal Reopen();

    [Fact]
    public void Read_EmptyJournal_GivesNothing() => Assert.Empty(Reopen().Read(0));

    [Fact]
    public void Append_ThenReopen_GivesTheSameFactsInOrder()
    {
        Reopen().Append([Entry(1, new Fact.CampaignCreated(Campaigns.WriteReadFigure(), "abcdefgh")), Entry(2, Planned(1))], []);
        Reopen().Append([Entry(3, Ended(1))], []);

        JournalEntry[] entries = [.. Reopen().Read(0)];

        Assert.Equal([1, 2, 3], entries.Select(e => e.Sequence));
        Assert.All(entries, e => Assert.Equal(s_at, e.At));
        Assert.Equal("demo", Assert.IsType<Fact.CampaignCreated>(entries[0].Fact).Spec.Name);
        Assert.Equal(IndexSet.Parse("0-2,7"), Assert.IsType<Fact.ArrayPlanned>(entries[1].Fact).Tasks);
        Assert.Equal(Ended(1).Ends, Assert.IsType<Fact.AttemptsEnded>(entries[2].Fact).Ends);
    }

    [Fact]
    public void Read_After_GivesOnlyWhatFollows()
    {
        Reopen().Append([.. Enumerable.Range(1, 10).Select(n => Entry(n, new Fact.CampaignReleased()))], []);

        Assert.Equal([8, 9, 10], Reopen().Read(7).Select(e => e.Sequence));
    }

    [Fact]
    public void Append_UsedNumber_Throws()
    {
        IJournal journal = Reopen();
        journal.Append([Entry(1, new Fact.CampaignReleased())], []);

        Assert.Throws<InvalidOperationException>(() => journal.Append([Entry(1, new Fact.CampaignReleased())], []));
    }

    [Fact]
    public void LatestSnapshot_NoneKept_IsNull() => Assert.Null(Reopen().LatestSnapshot());

    [Fact]
    public void Keep_ThenReopen_GivesTheNewest()
    {
        IReadOnlyList<JournalEntry> entries = SnapshotCampaign.Entries(40);
        Reopen().Append(entries, []);
        foreach (int at in (int[])[10, 30, 20 + 15, 35, 40])
        {
            StateSnapshot kept = SnapshotCampaign.After(entries.Take(at));
            Reopen().Keep(kept);

            StateSnapshot? read = Reopen().LatestSnapshot();

            Assert.Equal(at, read?.Sequence);
            Assert.Equal(kept.Parts.Select(p => Convert.ToHexString(p.Span)), read!.Parts.Select(p => Convert.ToHexString(p.Span)));
        }

        Assert.Equal(40, Reopen().Read(0).Count());
    }

    [Fact]
    public void Post_FromAnotherOpening_IsPendingUntilAnswered()
    {
        IJournal engine = Reopen();
        Reopen().Post(new UserRequest(0, RequestKind.Cancel, "write", "3-5"));
        Reopen().Post(new UserRequest(0, RequestKind.Hold, "", ""));

        IReadOnlyList<UserRequest> pending = engine.Pending();
        engine.Append([Entry(1, new Fact.CampaignHeld("by hand"))], [pending[0].Id]);

        Assert.Equal((RequestKind.Cancel, "write", "3-5"), (pending[0].Kind, pending[0].Stage, pending[0].Tasks));
        UserRequest left = Assert.Single(Reopen().Pending());
        Assert.Equal(RequestKind.Hold, left.Kind);
    }

    /// <inheritdoc/>
    public virtual void Dispose() => GC.SuppressFinalize(this);

    /// <summary>An entry at a fixed time.</summary>
    protected static JournalEntry Entry(long sequence, Fact fact) => new(sequence, s_at, fact);

    private static Fact.ArrayPlanned Planned(int array) => new(new ArrayId(array), 0, 1, IndexSet.Parse("0-2,7"), 2);

    private static Fact.AttemptsEnded Ended(int array) => new(
        new ArrayId(array),
        [
            new AttemptEnd(0, 1, Outcome.Succeeded, 0, Verdict.Accept, 1234, "c5.large"),
            new AttemptEnd(2, 2, Outcome.Failed, 139, Verdict.Retry, 0, "c5.xlarge"),
            new AttemptEnd(7, 1, Outcome.Lost, 0, Verdict.GiveUp, 0, ""),
        ]);
}
