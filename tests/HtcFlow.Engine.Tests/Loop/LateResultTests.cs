using HtcFlow.Backends.Simulated;
using HtcFlow.Core.Effects;
using HtcFlow.Core.Facts;
using HtcFlow.Core.Ids;
using HtcFlow.Core.Ports;
using HtcFlow.Core.State;
using HtcFlow.Core.Sweeps;
using HtcFlow.Core.Wire;
using HtcFlow.Engine.Journal;
using HtcFlow.Engine.Lanes;
using HtcFlow.Engine.Loop;
using HtcFlow.Engine.Recovery;
using Microsoft.Extensions.Logging.Abstractions;

namespace HtcFlow.Engine.Tests.Loop;

/// <summary>An attempt was given up, the next one runs, and then the first one turns out to have succeeded.</summary>
public sealed class LateResultTests : IDisposable
{
    private static readonly DateTimeOffset s_now = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly ArrayId s_first = new(1);
    private static readonly ArrayId s_second = new(2);
    private readonly MemoryJournal _journal = new();
    private readonly CampaignState _state = new();

    public LateResultTests()
    {
        Tell(new Fact.CampaignCreated(Campaigns.Flat(2), "abcdefgh"));
        Tell(new Fact.ArrayPlanned(s_first, 0, 1, IndexSet.Range(0, 2), 1));
        Tell(new Fact.ArraySubmitted(s_first, "one"));
        Tell(new Fact.AttemptsEnded(s_first, [new AttemptEnd(0, 1, Outcome.Lost, 0, Verdict.Retry, 0, "")]));
        Tell(new Fact.ArrayPlanned(s_second, 0, 2, IndexSet.Range(0, 1), 1));
        Tell(new Fact.ArraySubmitted(s_second, "two"));
    }

    [Theory]
    [InlineData(Outcome.Succeeded, true)]
    [InlineData(Outcome.Succeeded, false)]
    [InlineData(Outcome.Preempted, true)]
    [InlineData(Outcome.Preempted, false)]
    [InlineData(Outcome.Failed, true)]
    [InlineData(Outcome.Failed, false)]
    public void Read_BothAttemptsEndInOneReply_FactsCanBeAppliedAndReplayed(Outcome second, bool inOrder)
    {
        ArrayObservation late = Seen(s_first, new LedgerKey(0, 1, Outcome.Succeeded, 0, 1000, "zombie"), ended: IndexSet.Range(0, 1));
        ArrayObservation next = Seen(s_second, new LedgerKey(0, 2, second, second == Outcome.Failed ? 1 : 0, 1000, "node"), IndexSet.Range(0, 1));

        Read(inOrder ? [late, next] : [next, late]);

        Assert.Equal(TaskState.Succeeded, _state.Stages[0].Ledger.StateOf(0));
        CampaignState replayed = Replay.Load(_journal).State;
        Assert.Equal(TaskState.Succeeded, replayed.Stages[0].Ledger.StateOf(0));
        Assert.Equal([s_first], replayed.OpenArrays.Select(a => a.Id));
    }

    [Fact]
    public void Read_LateResultWhileTheNextAttemptRuns_EndsTheTaskAndCancelsNothing()
    {
        Read([Seen(s_first, new LedgerKey(0, 1, Outcome.Succeeded, 0, 1000, "zombie"), IndexSet.Range(0, 1))]);
        Read([Seen(s_second, null, IndexSet.Empty)]);
        Read([Seen(s_second, new LedgerKey(0, 2, Outcome.Succeeded, 0, 10, "node"), IndexSet.Range(0, 1))]);

        Assert.Equal(1, _state.Tally(TaskState.Succeeded));
        Assert.Equal(ArrayPhase.Closed, _state.ArrayOf(s_second).Phase);
    }

    public void Dispose() => _journal.Dispose();

    private static ArrayObservation Seen(ArrayId array, LedgerKey? key, IndexSet ended) => new(
        array,
        new ArrayStatus { Handle = new JobHandle(new JobName("h"), "b"), IsKnown = true, Ended = ended },
        key is null ? [] : [key]);

    private void Read(IReadOnlyList<ArrayObservation> observations)
    {
        var reader = new ReplyReader(_state, new Flights(), new InMemoryOptions().Capabilities, NullLogger.Instance);
        foreach (IReadOnlyList<Fact> batch in reader.Read(new LaneReply.Observed(observations, TimeSpan.Zero), s_now, TimeSpan.FromSeconds(1)))
        {
            // As the engine does: the whole batch is decided before any of it is applied.
            foreach (Fact fact in batch)
            {
                Tell(fact);
            }
        }
    }

    private void Tell(Fact fact)
    {
        var entry = new JournalEntry(_state.Sequence + 1, s_now, fact);
        _journal.Append([entry], []);
        Core.Transitions.Applier.Apply(_state, entry);
    }
}
