using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Facts;
using HtcFlow.Core.Ids;
using HtcFlow.Core.Planning;
using HtcFlow.Core.Ports;
using HtcFlow.Core.State;
using HtcFlow.Core.Sweeps;
using HtcFlow.Core.Transitions;
using HtcFlow.Core.Wire;

namespace HtcFlow.Core.Tests.Stories;

/// <summary>A campaign that is told fact by fact; keeps the journal as bytes, as the real one does.</summary>
internal sealed class Story
{
    public static readonly DateTimeOffset Dawn = new(2030, 1, 1, 6, 0, 0, TimeSpan.Zero);
    private readonly List<(DateTimeOffset At, byte[] Fact)> _journal = [];

    public Story(CampaignSpec spec) => Tell(new Fact.CampaignCreated(spec, "k3f9a1c0"));

    public CampaignState State { get; } = new();

    public DateTimeOffset Now { get; set; } = Dawn;

    public PlanLimits Limits { get; init; } = new(MaxArrayElements: 1000, MaxOutstandingElements: 100_000, Slots: 0);

    public StageState this[int stage] => State.Stages[stage];

    public void Tell(params Fact[] facts)
    {
        foreach (Fact fact in facts)
        {
            Applier.Apply(State, new JournalEntry(State.Sequence + 1, Now, fact));
            _journal.Add((Now, FactCodec.Encode(fact)));
        }
    }

    public void Refuses(Fact fact) => Assert.Throws<InvalidFactException>(() => Tell(fact));

    /// <summary>Applies what the planner proposes until it proposes nothing; returns all of it.</summary>
    public IReadOnlyList<Fact> Plan()
    {
        var all = new List<Fact>();
        for (IReadOnlyList<Fact> facts = Propose(); facts.Count > 0; facts = Propose())
        {
            Tell([.. facts]);
            all.AddRange(facts);
        }

        Assert.InRange(ArrayPlanner.Outstanding(State), 0, Limits.WindowOf(State.Spec.Backend));

        return all;
    }

    public IReadOnlyList<Fact> Propose() => ArrayPlanner.Plan(State, Limits, Now);

    /// <summary>Plans, then tells that the backend has every planned array.</summary>
    public void PlanAndSubmit()
    {
        Plan();
        foreach (ArrayState array in State.OpenArrays.Where(a => a.Phase == ArrayPhase.Planned).ToList())
        {
            Tell(new Fact.ArraySubmitted(array.Id, "job-" + array.Id));
        }
    }

    /// <summary>Tells how attempts of an array ended, with the verdict of the stage's policy.</summary>
    public void End(int array, Outcome outcome, params long[] tasks)
    {
        ArrayState ended = State.ArrayOf(new ArrayId(array));
        Tell(new Fact.AttemptsEnded(ended.Id, [.. tasks.Select(i => EndOf(ended, i, outcome))]));
    }

    public AttemptEnd EndOf(ArrayState array, long task, Outcome outcome, int exit = 0, int reruns = 0)
    {
        StageState stage = this[array.Stage];
        int attempt = array.Attempt + reruns;
        Verdict verdict = RetryPolicy.Decide(stage.Spec.Retry, outcome, exit, attempt, stage.Ledger.FailuresOf(task));
        return new AttemptEnd(task, attempt, outcome, exit, verdict, 7, "local");
    }

    public void Close(int array) => Tell(new Fact.ArrayClosed(new ArrayId(array)));

    /// <summary>What the observer makes of a status and keys; nothing is applied.</summary>
    public IReadOnlyList<Fact> Observe(int array, IndexSet running, IndexSet ended, params LedgerKey[] keys)
    {
        ArrayState seen = State.ArrayOf(new ArrayId(array));
        var status = new ArrayStatus { Handle = seen.Handle, IsKnown = true, Running = running, Ended = ended };
        return ObservationReader.Read(State, seen, status, keys);
    }

    public TaskState StateOf(int stage, long task) => this[stage].Ledger.StateOf(task);

    /// <summary>Everything that was told so far.</summary>
    public IReadOnlyList<JournalEntry> Journal =>
        [.. _journal.Select((entry, i) => new JournalEntry(i + 1, entry.At, FactCodec.Decode(entry.Fact)))];

    /// <summary>The state that a fresh process would get from the journal.</summary>
    public CampaignState Replay()
    {
        var state = new CampaignState();
        foreach ((DateTimeOffset at, byte[] fact) in _journal)
        {
            Applier.Apply(state, new JournalEntry(state.Sequence + 1, at, FactCodec.Decode(fact)));
        }

        return state;
    }
}
