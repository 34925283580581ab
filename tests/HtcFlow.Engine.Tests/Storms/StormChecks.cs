using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Effects;
using HtcFlow.Core.Facts;
using HtcFlow.Core.Planning;
using HtcFlow.Core.Ports;
using HtcFlow.Core.State;
using HtcFlow.Core.Tests.Stories;
using HtcFlow.Core.Transitions;
using HtcFlow.Core.Wire;
using HtcFlow.Engine.Recovery;
using HtcFlow.Engine.Tests.Storms.World;

namespace HtcFlow.Engine.Tests.Storms;

/// <summary>What must hold while a storm goes on: cheap rules after each fact and each step, all rules now and then and at the end.</summary>
internal sealed class StormChecks(StormPlan plan, IJournal journal, StormStore store, StormCloud cloud, Dependents dependents)
{
    private static readonly TaskState[] s_states = Enum.GetValues<TaskState>();
    private StormRules _rules = new(plan);
    private CampaignState _replica = new();
    private readonly HashSet<(int Stage, long Task)> _accepted = [];
    private readonly Dictionary<(int Stage, long Task), (int Failures, int Interruptions)> _ends = [];
    private int _steps;

    /// <summary>How often each kind of fact was appended, and each thing happened that is no fact of its own.</summary>
    public Dictionary<string, int> Seen { get; } = [];

    /// <summary>Counts something that is to happen in storms.</summary>
    public void See(string what) => Seen[what] = Seen.GetValueOrDefault(what) + 1;

    /// <summary>Facts were appended; the engine may die of it before it applies them.</summary>
    public void OnAppended(IReadOnlyList<JournalEntry> entries)
    {
        foreach (JournalEntry entry in entries)
        {
            Assert.True(entry.At >= _replica.LatestAt, $"entry {entry.Sequence} is of {entry.At:O}, the one before it of {_replica.LatestAt:O}");
            See(entry.Fact.GetType().Name);
            CheckFact(entry.Fact);
            _rules.Before(_replica, entry);
            Applier.Apply(_replica, new JournalEntry(entry.Sequence, entry.At, FactCodec.Decode(FactCodec.Encode(entry.Fact))));
        }
    }

    /// <summary>The journal lost its end: what must hold is counted anew from what is left, and nobody answers for what was lost.</summary>
    public void OnTailLost(CampaignState left, StormFloor floor)
    {
        _replica = new CampaignState();
        _rules = new StormRules(plan);
        floor.Hosts.EverAvoided.Clear();
        _accepted.Clear();
        _ends.Clear();
        OnAppended([.. journal.Read(0)]);
        Assert.Equal(StateText.Of(left), StateText.Of(_replica));
        cloud.Recall(
            [.. left.Arrays.Select(a => a.Name)], [.. left.Arrays.Where(a => a.Phase == ArrayPhase.Planned).Select(a => a.Name)]);
        floor.Orphans.UnionWith(store.Accepted.Where(a =>
            left.Stages[left.Spec.StageIndexOf(a.Stage)].Ledger.StateOf(a.Task) != TaskState.Succeeded));
    }

    /// <summary>A step of an engine is over.</summary>
    public void AfterStep(CampaignState state)
    {
        Assert.Equal(_replica.Sequence, state.Sequence);
        Assert.Equal(_replica.LatestAt, state.LatestAt);
        Assert.Equal(_replica.OpenArrays.Count, state.OpenArrays.Count);
        Assert.Equal(ArrayPlanner.Outstanding(_replica), ArrayPlanner.Outstanding(state));
        for (int s = 0; s < state.Stages.Count; s++)
        {
            Assert.Equal(_replica.Stages[s].Ledger.FinalCount, state.Stages[s].Ledger.FinalCount);
            Assert.Equal(state.Stages[s].Ledger.Count, s_states.Sum(state.Stages[s].Ledger.Tally));
        }

        Assert.True(cloud.Violations.Count == 0, string.Join(", ", cloud.Violations));
        Assert.True(dependents.Premature.Count == 0, string.Join(", ", dependents.Premature));
        _rules.CheckAvoided(cloud.Floor.Hosts.EverAvoided);
        if (++_steps % plan.CheckEvery == 0)
        {
            CheckWhole(state);
        }
    }

    /// <summary>Compares a state with what the facts alone make of it, and with a recount.</summary>
    public void CheckWhole(CampaignState state)
    {
        Oracle.Check(state);
        Assert.Equal(StateText.Of(_replica), StateText.Of(state));
    }

    /// <summary>The campaign has ended.</summary>
    public void CheckEnd(StormFloor floor)
    {
        CampaignState state = Replay.Load(journal).State;
        CheckWhole(state);
        Assert.Equal(CampaignPhase.Ended, state.Phase);
        Assert.Empty(EffectPlanner.Plan(state, new Flights(), DateTimeOffset.MaxValue));
        Assert.Empty(state.OpenArrays);
        Assert.All(cloud.Jobs, job => Assert.True(job.HasEnded, $"{job.Ask.Name} is still under way"));

        // What the last engine could not tell the backend any more the next one tells, for as many arrays as fit a call.
        int known = cloud.Jobs.Count();
        Assert.True(known == 0 || cloud.Taken > EffectPlanner.MaxArraysPerCall, $"the backend still knows {known} arrays");
        foreach (StageState stage in state.Stages)
        {
            for (long i = 0; i < stage.Ledger.Count; i++)
            {
                CheckTask(floor, stage, i);
            }
        }
    }

    private void CheckTask(StormFloor floor, StageState stage, long i)
    {
        TaskState task = stage.Ledger.StateOf(i);
        bool isAccepted = store.IsAccepted(stage.Spec.Name, i);
        string name = $"{stage.Spec.Name}/{i} is {task}";
        Assert.True(TransitionTable.IsFinal(task), name);
        Assert.True(task != TaskState.Succeeded || isAccepted, $"{name}, but no result was accepted");
        Assert.True(
            task == TaskState.Succeeded || !isAccepted || floor.Orphans.Contains((stage.Spec.Name, i)) || floor.Unsaid.Contains((stage.Spec.Name, i)),
            $"{name}, but a result was accepted");
    }

    private void CheckFact(Fact fact)
    {
        switch (fact)
        {
            case Fact.AttemptsEnded ended:
                foreach (AttemptEnd end in ended.Ends)
                {
                    CheckEnd(_replica.ArrayOf(ended.Array), end);
                }

                break;
            case Fact.RetryRequested retry:
                foreach (long i in retry.Tasks)
                {
                    if (_replica.Stages[retry.Stage].Ledger.StateOf(i) > TaskState.Succeeded)
                    {
                        _ends[(retry.Stage, i)] = _ends.GetValueOrDefault((retry.Stage, i)) with { Failures = 0 };
                    }
                }

                break;
            default:
                break;
        }
    }

    private void CheckEnd(ArrayState array, AttemptEnd end)
    {
        StageState stage = _replica.Stages[array.Stage];
        string name = $"{stage.Spec.Name}/{end.Index} in array {array.Id}";
        if (end.Verdict == Verdict.Accept)
        {
            Assert.True(_accepted.Add((array.Stage, end.Index)), $"{name} has two accepted results");
            Assert.True(
                store.HasSuccess(plan.Spec.Name, stage.Spec.Name, array.Id, end.Index, end.Attempt),
                $"{name}: attempt {end.Attempt} never said that it succeeded");
            Assert.True(
                store.AcceptedOf(stage.Spec.Name, end.Index) == (array.Id.Value, end.Attempt) || plan.HasStrayResults,
                $"{name}: the store accepted {store.AcceptedOf(stage.Spec.Name, end.Index)}, not attempt {end.Attempt}");
            return;
        }

        RetrySpec retry = stage.Spec.Retry;
        (int failures, int interruptions) = _ends.GetValueOrDefault((array.Stage, end.Index));
        bool isExcused = end.Verdict == Verdict.Excuse;
        bool counts = end.Outcome is Outcome.Failed or Outcome.Slow && !isExcused;
        See(end.Outcome + " " + end.Verdict);
        Assert.True(!isExcused || end.Outcome == Outcome.Slow, $"{name}: {end.Outcome} is excused");
        (failures, interruptions) = counts ? (failures + 1, interruptions) : (failures, interruptions + 1);
        _ends[(array.Stage, end.Index)] = (failures, interruptions);
        Assert.InRange(end.Attempt, 1, RetrySpec.MaxTotalAttempts);
        bool mayRetry = retry.On.Contains(end.Outcome) && (counts ? failures < retry.Attempts : interruptions <= retry.Interruptions);
        Assert.True(end.Verdict == Verdict.GiveUp || mayRetry, $"{name}: retried after {failures} failures and {interruptions} interruptions");
        Assert.True(
            end.Verdict is Verdict.Retry or Verdict.Excuse || !mayRetry || plan.HasUsers, $"{name}: given up after {failures} failures and {interruptions} interruptions");
    }
}
