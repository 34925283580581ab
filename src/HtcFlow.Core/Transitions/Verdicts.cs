using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Facts;
using HtcFlow.Core.State;
using HtcFlow.Core.Sweeps;

namespace HtcFlow.Core.Transitions;

/// <summary>Applies decisions about tasks that are not ends of attempts: skipping, cancelling, reopening.</summary>
internal static class Verdicts
{
    public static void Apply(CampaignState state, Fact fact)
    {
        switch (fact)
        {
            case Fact.EngineStarted:
                break;
            case Fact.TasksSkipped skipped:
                End(state, skipped.Stage, skipped.Tasks, TaskEvent.Skipped);
                break;
            case Fact.TasksCancelled cancelled:
                End(state, cancelled.Stage, cancelled.Tasks, TaskEvent.Cancelled);
                MarkArrays(state, cancelled);
                break;
            case Fact.RetryRequested retry:
                Reopen(state, retry);
                break;
            default:
                throw new InvalidFactException($"No rule for {fact.GetType().Name}.");
        }
    }

    private static void End(CampaignState state, int stageIndex, IndexSet tasks, TaskEvent on)
    {
        StageState stage = Applier.StageOf(state, stageIndex, tasks);
        bool wasComplete = stage.IsComplete;
        foreach (long i in tasks)
        {
            TaskState from = stage.Ledger.StateOf(i);
            TaskState to = TransitionTable.Next(from, on);
            if (to == TaskState.None)
            {
                // Cancelling says "whatever is still open"; skipping is exact.
                Applier.Require(on == TaskEvent.Cancelled, $"task {stage.Spec.Name}/{i} is {from} and cannot be skipped");
                continue;
            }

            stage.Ledger.Set(i, to, stage.Ledger.AttemptsOf(i), stage.Ledger.FailuresOf(i));
            Forget(stage, i, from);
            Dependencies.OnTaskFinal(stage, i, succeeded: false);
        }

        if (!wasComplete && stage.IsComplete)
        {
            Dependencies.OnStageComplete(stage);
        }
    }

    private static void Forget(StageState stage, long index, TaskState from)
    {
        stage.Released.Remove(index);
        stage.Doomed.Remove(index);
        if (from == TaskState.Retrying)
        {
            foreach ((int attempt, RetryBatch batch) in stage.Retries.ToList())
            {
                batch.Tasks.Remove(index);
                if (batch.Tasks.Count == 0)
                {
                    stage.Retries.Remove(attempt);
                }
            }
        }
    }

    private static void MarkArrays(CampaignState state, Fact.TasksCancelled cancelled)
    {
        foreach (ArrayState array in state.OpenArrays.Where(a => a.Stage == cancelled.Stage && a.Tasks.Overlaps(cancelled.Tasks)))
        {
            array.HasCancelledTasks = true;
            array.ChangedAt = state.Sequence + 1;
        }
    }

    private static void Reopen(CampaignState state, Fact.RetryRequested retry)
    {
        StageState stage = Applier.StageOf(state, retry.Stage, retry.Tasks);
        bool reopened = false;
        foreach (long i in retry.Tasks)
        {
            bool tried = stage.Ledger.AttemptsOf(i) > 0;
            TaskState to = TransitionTable.Next(stage.Ledger.StateOf(i), tried ? TaskEvent.Requeued : TaskEvent.Reset);
            if (to == TaskState.None || stage.Ledger.AttemptsOf(i) == RetrySpec.MaxTotalAttempts)
            {
                continue;
            }

            reopened = true;
            stage.Ledger.Set(i, to, stage.Ledger.AttemptsOf(i), failures: 0);
            if (to == TaskState.Retrying)
            {
                AttemptEnds.Queue(stage, stage.Ledger.AttemptsOf(i) + 1, i, DateTimeOffset.MinValue);
            }
        }

        if (!reopened)
        {
            return;
        }

        // Reopening is rare and may touch every dependency, so what follows from states is computed afresh.
        Dependencies.Rebuild(state);
        if (state.Phase == CampaignPhase.Ended)
        {
            state.Phase = CampaignPhase.Active;
        }
    }
}
