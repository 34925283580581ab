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
                Reject(state, rejected, entry.At);
                break;
            case Fact.TasksStarted started:
                Start(state, started);
                break;
            case Fact.AttemptsEnded ended:
                AttemptEnds.Apply(state, ended, entry.At);
                break;
            case Fact.ArrayClosed closed:
                state.Close(OpenArray(state, closed.Array), ArrayPhase.Closed);
                break;
            case Fact.CampaignHeld held:
                state.Phase = CampaignPhase.Held;
                state.HoldReason = held.Reason;
                break;
            case Fact.CampaignReleased:
                state.Phase = CampaignPhase.Active;
                state.HoldReason = "";
                break;
            case Fact.CampaignEnded:
                Require(state.Stages.All(s => s.IsComplete), "a campaign with open tasks has not ended");
                state.Phase = CampaignPhase.Ended;
                break;
            default:
                Verdicts.Apply(state, entry.Fact);
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

    internal static ArrayState OpenArray(CampaignState state, ArrayId id)
    {
        Require(id.Value >= 1 && id.Value <= state.Arrays.Count, $"array {id} does not exist");
        ArrayState array = state.ArrayOf(id);
        Require(array.Phase is ArrayPhase.Planned or ArrayPhase.Submitted, $"array {id} is {array.Phase}");
        return array;
    }

    internal static TaskState Next(StageState stage, long index, TaskEvent on)
    {
        Require(index < stage.Ledger.Count, $"stage {stage.Spec.Name} has no task {index}");
        TaskState from = stage.Ledger.StateOf(index);
        TaskState to = TransitionTable.Next(from, on);
        if (to == TaskState.None)
        {
            throw new InvalidFactException($"task {stage.Spec.Name}/{index} is {from}: {on} cannot happen");
        }

        return to;
    }

    private static void Plan(CampaignState state, Fact.ArrayPlanned planned)
    {
        Require(planned.Array == state.NextArray, $"array {planned.Array} is not the next one");
        Require(planned.Stage < state.Stages.Count && planned.Pack >= 1 && planned.Tasks.Count >= 1, "an array needs a stage and tasks");
        StageState stage = state.Stages[planned.Stage];
        foreach (IndexRange range in planned.Tasks.Ranges)
        {
            for (long i = range.First; i < range.End; i++)
            {
                TaskState to = Next(stage, i, TaskEvent.Planned);
                stage.Ledger.Set(i, to, planned.Attempt, stage.Ledger.FailuresOf(i));
            }
        }

        stage.Released.RemoveAll(planned.Tasks);
        if (stage.Retries.TryGetValue(planned.Attempt, out RetryBatch? batch))
        {
            batch.Tasks.RemoveAll(planned.Tasks);
            if (batch.Tasks.Count == 0)
            {
                stage.Retries.Remove(planned.Attempt);
            }
        }

        state.Add(new ArrayState(
            planned.Array, planned.Stage, planned.Attempt, planned.Tasks, planned.Pack,
            JobName.For(state.Spec.Name, stage.Spec.Name, planned.Array, state.BirthMark)));
    }

    private static void Submit(CampaignState state, Fact.ArraySubmitted submitted)
    {
        ArrayState array = OpenArray(state, submitted.Array);
        array.Phase = ArrayPhase.Submitted;
        array.BackendId = submitted.BackendId;
    }

    private static void Reject(CampaignState state, Fact.ArrayRejected rejected, DateTimeOffset at)
    {
        ArrayState array = OpenArray(state, rejected.Array);
        Require(array.Phase == ArrayPhase.Planned, $"array {rejected.Array} was submitted");
        StageState stage = state.Stages[array.Stage];
        foreach (long i in array.Tasks)
        {
            if (stage.Ledger.StateOf(i) == TaskState.Submitted)
            {
                Next(stage, i, TaskEvent.Returned);
                stage.Ledger.Set(i, TaskState.Retrying, array.Attempt - 1, stage.Ledger.FailuresOf(i));
                AttemptEnds.Queue(stage, array.Attempt, i, at);
            }
        }

        state.Close(array, ArrayPhase.Rejected);
        state.Phase = CampaignPhase.Held;
        state.HoldReason = rejected.Reason;
    }

    private static void Start(CampaignState state, Fact.TasksStarted started)
    {
        ArrayState array = OpenArray(state, started.Array);
        StageState stage = state.Stages[array.Stage];
        foreach (long i in started.Tasks)
        {
            TaskState to = Next(stage, i, TaskEvent.Started);
            stage.Ledger.Set(i, to, stage.Ledger.AttemptsOf(i), stage.Ledger.FailuresOf(i));
        }
    }
}
