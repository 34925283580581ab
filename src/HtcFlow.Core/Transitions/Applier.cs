using System.Runtime.CompilerServices;
using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Facts;
using HtcFlow.Core.Ids;
using HtcFlow.Core.State;
using HtcFlow.Core.Sweeps;

namespace HtcFlow.Core.Transitions;

/// <summary>The only code that changes a <see cref="CampaignState"/>; live operation and replay both go through it.</summary>
public static class Applier
{
    /// <summary>Applies a fact.</summary>
    /// <exception cref="InvalidFactException">The fact cannot have happened in this state; the state may be half changed.</exception>
    public static void Apply(CampaignState state, JournalEntry entry)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(entry);
        Require(entry.Sequence == state.Sequence + 1, $"fact {entry.Sequence} does not follow fact {state.Sequence}");
        Require(state.Sequence > 0 == entry.Fact is not Fact.CampaignCreated, "a journal has exactly one first fact");
        switch (entry.Fact)
        {
            case Fact.CampaignCreated created:
                SpecCheck.Require(created.Spec);
                state.Create(created.Spec, created.BirthMark, entry.At);
                Dependencies.Rebuild(state);
                break;
            case Fact.ArrayPlanned planned:
                Plan(state, planned);
                break;
            case Fact.ArraySubmitted submitted:
                Submit(state, submitted);
                break;
            case Fact.ArrayRejected rejected:
                GiveBack(state, rejected.Array, entry.At);
                state.Phase = CampaignPhase.Held;
                state.HoldReason = rejected.Reason;
                break;
            case Fact.ArrayReturned returned:
                GiveBack(state, returned.Array, entry.At);
                break;
            case Fact.TasksStarted started:
                Start(state, started, entry.At);
                break;
            case Fact.AttemptsEnded ended:
                AttemptEnds.Apply(state, ended, entry.At);
                break;
            case Fact.ArrayClosed closed:
                Close(state, closed);
                break;
            case Fact.CampaignHeld held:
                Turn(state, CampaignPhase.Held, held.Reason);
                break;
            case Fact.CampaignReleased:
                Turn(state, CampaignPhase.Active, "");
                break;
            case Fact.CampaignEnded:
                Require(
                    state.OpenArrays.Count == 0 && state.Stages.All(s => s.IsComplete), "a campaign ends when no task and no array is open");
                Turn(state, CampaignPhase.Ended, state.HoldReason);
                break;
            default:
                if (!WorldFacts.Apply(state, entry.Fact, entry.At))
                {
                    Verdicts.Apply(state, entry.Fact);
                }

                break;
        }

        state.Sequence = entry.Sequence;
        state.LatestAt = entry.At;
    }

    internal static void Require(bool condition, string complaint)
    {
        if (!condition)
        {
            throw new InvalidFactException(complaint);
        }
    }

    internal static void Require(bool condition, [InterpolatedStringHandlerArgument(nameof(condition))] ref Complaint complaint)
    {
        if (!condition)
        {
            throw new InvalidFactException(complaint.Take());
        }
    }

    internal static ArrayState OpenArray(CampaignState state, ArrayId id)
    {
        ArrayState array = state.FindArray(id) ?? throw new InvalidFactException($"array {id} does not exist");
        Require(array.Phase is ArrayPhase.Planned or ArrayPhase.Submitted, $"array {id} is {array.Phase}");
        return array;
    }

    internal static TaskState Next(StageState stage, long index, TaskEvent on)
    {
        TaskState from = stage.Ledger.StateOf(index);
        TaskState to = TransitionTable.Next(from, on);
        if (to == TaskState.None)
        {
            throw new InvalidFactException($"task {stage.Spec.Name}/{index} is {from}: {on} cannot happen");
        }

        return to;
    }

    internal static StageState StageOf(CampaignState state, int index, IndexSet tasks)
    {
        Require(index >= 0 && index < state.Stages.Count, $"stage {index} does not exist");
        StageState stage = state.Stages[index];
        Require(
            tasks.Count == 0 || (tasks.Ranges[0].First >= 0 && tasks.Ranges[^1].End <= stage.Ledger.Count),
            $"stage {stage.Spec.Name} has {stage.Ledger.Count} tasks, not those of {tasks}");
        return stage;
    }

    internal static void RequireMember(ArrayState array, StageState stage, long index) =>
        Require(array.Tasks.PositionOf(index) >= 0, $"task {stage.Spec.Name}/{index} is not part of array {array.Id}");

    private static void Turn(CampaignState state, CampaignPhase phase, string holdReason)
    {
        Require(state.Phase != CampaignPhase.Ended, $"a campaign that has ended cannot become {phase}");
        state.Phase = phase;
        state.HoldReason = holdReason;
    }

    private static void Plan(CampaignState state, Fact.ArrayPlanned planned)
    {
        Require(planned.Array == state.NextArray, $"array {planned.Array} is not the next one");
        StageState stage = StageOf(state, planned.Stage, planned.Tasks);
        Require(planned.Pack >= 1 && planned.Tasks.Count >= 1, $"array {planned.Array} is empty");
        Require(planned.Attempt is >= 1 and <= RetrySpec.MaxTotalAttempts, $"there is no attempt {planned.Attempt}");
        Require(planned.Target >= 0 && planned.Target < Math.Max(1, state.Targets.Count), $"there is no target {planned.Target}");
        Require(
            state.Targets.Count == 0 || stage.MayUse(state.Targets[planned.Target]),
            $"stage {stage.Spec.Name} may not use target {planned.Target}");
        TakeWaiting(stage, planned);
        foreach (long i in planned.Tasks)
        {
            TaskState to = Next(stage, i, TaskEvent.Planned);
            stage.Ledger.Set(i, to, planned.Attempt, stage.Ledger.FailuresOf(i));
        }

        state.Add(new ArrayState(
            planned.Array, planned.Stage, planned.Attempt, planned.Tasks, planned.Pack,
            JobName.For(state.Spec.Name, stage.Spec.Name, planned.Array, state.BirthMark),
            state.Targets.Count == 0 ? null : state.Targets[planned.Target]));
    }

    // Every task must come from one of two places, so that none is started too early, twice, or with another attempt's number.
    private static void TakeWaiting(StageState stage, Fact.ArrayPlanned planned)
    {
        long waited = 0;
        if (planned.Attempt == 1)
        {
            waited = stage.Released.Count;
            stage.Released.RemoveAll(planned.Tasks);
            waited -= stage.Released.Count;
        }

        if (stage.Retries.TryGetValue(planned.Attempt, out RetryBatch? batch))
        {
            waited += batch.Tasks.Count;
            batch.Tasks.RemoveAll(planned.Tasks);
            waited -= batch.Tasks.Count;
            if (batch.Tasks.Count == 0)
            {
                stage.Retries.Remove(planned.Attempt);
            }
        }

        Require(
            waited == planned.Tasks.Count,
            $"array {planned.Array} has {planned.Tasks.Count} tasks of {stage.Spec.Name}, of which {waited} wait for attempt {planned.Attempt}");
    }

    private static void Submit(CampaignState state, Fact.ArraySubmitted submitted)
    {
        ArrayState array = OpenArray(state, submitted.Array);
        Require(array.Phase == ArrayPhase.Planned, $"array {submitted.Array} was submitted before");
        array.Phase = ArrayPhase.Submitted;
        array.BackendId = submitted.BackendId;
        if (array.Target is { } target)
        {
            target.Suspensions = 0;
            target.Reason = "";
        }
    }

    private static void GiveBack(CampaignState state, ArrayId id, DateTimeOffset at)
    {
        ArrayState array = OpenArray(state, id);
        Require(array.Phase == ArrayPhase.Planned, $"array {id} was submitted");
        StageState stage = state.Stages[array.Stage];
        foreach (long i in array.Tasks)
        {
            if (stage.IsUnderWay(array, i))
            {
                stage.Ledger.Set(i, Next(stage, i, TaskEvent.Returned), array.Attempt - 1, stage.Ledger.FailuresOf(i));
                AttemptEnds.Queue(stage, array.Attempt, i, at);
            }
        }

        state.Close(array, ArrayPhase.Rejected);
    }

    private static void Start(CampaignState state, Fact.TasksStarted started, DateTimeOffset at)
    {
        ArrayState array = OpenArray(state, started.Array);
        Require(array.Phase == ArrayPhase.Submitted, $"array {started.Array} runs tasks before it was submitted");
        StageState stage = state.Stages[array.Stage];
        stage.FirstStartedAt ??= at;
        foreach (long i in started.Tasks)
        {
            RequireMember(array, stage, i);
            Require(stage.Ledger.AttemptsOf(i) == array.Attempt, $"task {stage.Spec.Name}/{i} went on to a later array than {array.Id}");
            stage.Ledger.Set(i, Next(stage, i, TaskEvent.Started), array.Attempt, stage.Ledger.FailuresOf(i));
        }

        if (stage.Spec.Watch.StragglerFactor > 1 && started.Tasks.Count > 0)
        {
            array.StartList ??= [];
            array.StartList.Add(new RunStart(at, started.Tasks));
        }
    }

    private static void Close(CampaignState state, Fact.ArrayClosed closed)
    {
        ArrayState array = OpenArray(state, closed.Array);
        StageState stage = state.Stages[array.Stage];
        foreach (long i in array.Tasks)
        {
            Require(!stage.IsUnderWay(array, i), $"task {stage.Spec.Name}/{i} of array {array.Id} has not ended");
        }

        state.Close(array, ArrayPhase.Closed);
    }
}
