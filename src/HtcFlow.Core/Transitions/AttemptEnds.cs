using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Facts;
using HtcFlow.Core.Planning;
using HtcFlow.Core.State;
using HtcFlow.Core.Wire;

namespace HtcFlow.Core.Transitions;

/// <summary>Applies the ends of attempts, the fact that makes up most of a journal.</summary>
internal static class AttemptEnds
{
    public static void Apply(CampaignState state, Fact.AttemptsEnded ended, DateTimeOffset at)
    {
        ArrayState array = Applier.OpenArray(state, ended.Array);
        StageState stage = state.Stages[array.Stage];
        array.ChangedAt = state.Sequence + 1;
        foreach (AttemptEnd end in ended.Ends)
        {
            Check(array, stage, end);

            // A result that comes late is of an attempt that was counted before, or was cancelled and is not waited for.
            array.EndedTasks += stage.IsUnderWay(array, end.Index) ? 1 : 0;
            ApplyOne(state, stage, end, at);
        }

        if (stage.IsComplete)
        {
            // Also when it was complete before: a late result may have changed what its followers can hope for.
            Dependencies.OnStageComplete(stage);
        }
    }

    /// <summary>Puts a task into the batch that waits for an attempt.</summary>
    public static void Queue(StageState stage, int attempt, long index, DateTimeOffset due)
    {
        if (!stage.Retries.TryGetValue(attempt, out RetryBatch? batch))
        {
            stage.Retries[attempt] = batch = new RetryBatch { Due = due };
        }
        else if (due < batch.Due)
        {
            batch.Due = due;
        }

        batch.Tasks.Add(index);
    }

    private static void Check(ArrayState array, StageState stage, AttemptEnd end)
    {
        Applier.RequireMember(array, stage, end.Index);
        Applier.Require(
            end.Attempt >= array.Attempt && end.Attempt <= RetrySpec.MaxTotalAttempts,
            $"array {array.Id} begins with attempt {array.Attempt}; there is no attempt {end.Attempt}");
        Applier.Require(
            end.Outcome is > Outcome.None and <= Outcome.Cancelled && end.Verdict is > Verdict.None and <= Verdict.Excuse
                && end.Outcome == Outcome.Succeeded == (end.Verdict == Verdict.Accept),
            $"an attempt that ended {end.Outcome} is not followed by {end.Verdict}");
        Applier.Require(
            end.Verdict == Verdict.Accept || stage.Ledger.AttemptsOf(end.Index) == array.Attempt,
            $"task {stage.Spec.Name}/{end.Index} went on to a later array than {array.Id}");
        Applier.Require(
            end.Verdict is not (Verdict.Retry or Verdict.Excuse) || end.Attempt < RetrySpec.MaxTotalAttempts, $"attempt {end.Attempt} is the last one");
    }

    private static void ApplyOne(CampaignState state, StageState stage, AttemptEnd end, DateTimeOffset at)
    {
        StageLedger ledger = stage.Ledger;
        TaskState from = ledger.StateOf(end.Index);
        int failures = ledger.FailuresOf(end.Index) + (RetryPolicy.Counts(end.Outcome) && end.Verdict != Verdict.Excuse ? 1 : 0);
        failures = Math.Min(failures, RetrySpec.MaxAttempts);
        int attempts = Math.Max(end.Attempt, ledger.AttemptsOf(end.Index));
        stage.WallMilliseconds += end.WallMilliseconds;
        stage.Ended[(int)end.Outcome]++;
        switch (end.Verdict)
        {
            case Verdict.Accept:
                stage.Walls.Add(end.WallMilliseconds);
                ledger.Set(end.Index, Applier.Next(stage, end.Index, TaskEvent.Accepted), attempts, ledger.FailuresOf(end.Index));
                Accept(stage, end.Index, from);
                break;
            case Verdict.Retry or Verdict.Excuse:
                ledger.Set(end.Index, Applier.Next(stage, end.Index, TaskEvent.Retried), attempts, failures);
                Queue(stage, attempts + 1, end.Index, at + RetryPolicy.DelayAfter(stage.Spec.Retry, CauseOf(end), attempts, failures));
                state.RetriedAttempts++;
                break;
            default:
                ledger.Set(end.Index, Applier.Next(stage, end.Index, TaskEvent.GaveUp), attempts, failures);
                Dependencies.OnTaskFinal(stage, end.Index, succeeded: false);
                break;
        }
    }

    // What was excused waits like an interruption.
    private static Outcome CauseOf(AttemptEnd end) => end.Verdict == Verdict.Excuse ? Outcome.Preempted : end.Outcome;

    private static void Accept(StageState stage, long index, TaskState from)
    {
        if (from == TaskState.Retrying)
        {
            int queued = stage.Retries.First(r => r.Value.Tasks.Contains(index)).Key;
            stage.Retries[queued].Tasks.Remove(index);
            if (stage.Retries[queued].Tasks.Count == 0)
            {
                stage.Retries.Remove(queued);
            }
        }

        if (TransitionTable.IsFinal(from))
        {
            // A result after all: what was counted as fruitless is taken back first.
            Dependencies.OnTaskReopened(stage, index);
        }

        Dependencies.OnTaskFinal(stage, index, succeeded: true);
    }
}
