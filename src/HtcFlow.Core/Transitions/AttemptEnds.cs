using HtcFlow.Core.Facts;
using HtcFlow.Core.Planning;
using HtcFlow.Core.State;

namespace HtcFlow.Core.Transitions;

/// <summary>Applies the ends of attempts, the fact that makes up most of a journal.</summary>
internal static class AttemptEnds
{
    public static void Apply(CampaignState state, Fact.AttemptsEnded ended, DateTimeOffset at)
    {
        ArrayState array = Applier.OpenArray(state, ended.Array);
        StageState stage = state.Stages[array.Stage];
        foreach (AttemptEnd end in ended.Ends)
        {
            ApplyOne(state, stage, end, at);
        }

        array.EndedTasks += ended.Ends.Count;
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

        batch.Tasks.Add(index);
    }

    private static void ApplyOne(CampaignState state, StageState stage, AttemptEnd end, DateTimeOffset at)
    {
        StageLedger ledger = stage.Ledger;
        TaskState from = ledger.StateOf(end.Index);
        int failures = ledger.FailuresOf(end.Index) + (RetryPolicy.Counts(end.Outcome) ? 1 : 0);
        failures = Math.Min(failures, Campaigns.RetrySpec.MaxAttempts);
        int attempts = Math.Max(end.Attempt, ledger.AttemptsOf(end.Index));
        stage.WallMilliseconds += end.WallMilliseconds;
        stage.Ended[(int)end.Outcome]++;
        switch (end.Verdict)
        {
            case Verdict.Accept:
                ledger.Set(end.Index, Applier.Next(stage, end.Index, TaskEvent.Accepted), attempts, ledger.FailuresOf(end.Index));
                Accept(stage, end.Index, from);
                break;
            case Verdict.Retry:
                ledger.Set(end.Index, Applier.Next(stage, end.Index, TaskEvent.Retried), attempts, failures);
                Queue(stage, attempts + 1, end.Index, at + RetryPolicy.DelayAfter(stage.Spec.Retry, end.Outcome, failures));
                state.RetriedAttempts++;
                break;
            default:
                ledger.Set(end.Index, Applier.Next(stage, end.Index, TaskEvent.GaveUp), attempts, failures);
                Dependencies.OnTaskFinal(stage, end.Index, succeeded: false);
                break;
        }
    }

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
