using HtcFlow.Core.Effects;
using HtcFlow.Core.Facts;
using HtcFlow.Core.Ids;
using HtcFlow.Core.State;
using HtcFlow.Core.Sweeps;

namespace HtcFlow.Core.Planning;

/// <summary>Decides which facts should happen next on the planner's own account: arrays, skips, the end of the campaign.</summary>
/// <remarks>Pure. The caller appends and applies what it returns and asks again until nothing comes.</remarks>
public static class ArrayPlanner
{
    /// <summary>Plans the next step.</summary>
    /// <returns>Facts to append in this order; empty when there is nothing to do now.</returns>
    public static IReadOnlyList<Fact> Plan(CampaignState state, PlanLimits limits, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(limits);
        var facts = new List<Fact>();
        foreach (StageState stage in state.Stages.Where(s => s.Doomed.Count > 0))
        {
            facts.Add(new Fact.TasksSkipped(stage.Index, stage.Doomed.Peek(long.MaxValue)));
        }

        if (facts.Count > 0)
        {
            return facts;
        }

        if (state.Phase != CampaignPhase.Ended && state.OpenArrays.Count == 0 && state.Stages.All(s => s.IsComplete))
        {
            return [new Fact.CampaignEnded()];
        }

        if (state.Phase == CampaignPhase.Active)
        {
            PlanArrays(state, limits, now, facts);
        }

        return facts;
    }

    /// <summary>Closes planned arrays that were never sent and of which no task is wanted any more.</summary>
    public static IReadOnlyList<Fact> PlanClosures(CampaignState state, Flights flights)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(flights);
        return
        [
            .. state.OpenArrays
                .Where(a => a.Phase == ArrayPhase.Planned && a.HasCancelledTasks && flights.IsUntouched(a.Id))
                .Where(a => !a.Tasks.Any(i => state.Stages[a.Stage].IsUnderWay(a, i)))
                .Select(a => new Fact.ArrayClosed(a.Id)),
        ];
    }

    /// <summary>Earliest time at which a waiting retry becomes due; null when none waits.</summary>
    public static DateTimeOffset? NextDue(CampaignState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        DateTimeOffset? next = null;
        foreach (RetryBatch batch in state.Stages.SelectMany(s => s.Retries.Values))
        {
            next = next is null || batch.Due < next ? batch.Due : next;
        }

        return next;
    }

    /// <summary>Elements that are planned, queued or running.</summary>
    public static long Outstanding(CampaignState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        return state.OpenArrays.Sum(a => (a.TaskCount - a.EndedTasks + a.Pack - 1) / a.Pack);
    }

    private static void PlanArrays(CampaignState state, PlanLimits limits, DateTimeOffset now, List<Fact> facts)
    {
        long window = limits.MaxOutstandingElements - Outstanding(state);
        int next = state.NextArray.Value;

        // Later stages first: finishing what was begun frees storage and shows results early.
        foreach (StageState stage in state.Stages.Reverse())
        {
            foreach ((int attempt, RetryBatch batch) in stage.Retries)
            {
                if (batch.Due <= now)
                {
                    Cut(stage, attempt, batch.Tasks, limits, ref window, ref next, facts);
                }
            }

            Cut(stage, 1, stage.Released, limits, ref window, ref next, facts);
        }
    }

    private static void Cut(
        StageState stage, int attempt, TaskSet waiting, PlanLimits limits, ref long window, ref int next, List<Fact> facts)
    {
        if (waiting.Count == 0 || window <= 0)
        {
            return;
        }

        int pack = PackFor(stage, waiting.Count, limits);
        IndexSet tasks = waiting.Peek(window > long.MaxValue / pack ? long.MaxValue : window * pack);
        long perArray = (long)limits.MaxArrayElements * pack;
        for (long at = 0; at < tasks.Count; at += perArray)
        {
            IndexSet slice = tasks.Slice(at, perArray);
            facts.Add(new Fact.ArrayPlanned(new ArrayId(next++), stage.Index, attempt, slice, pack));
            window -= (slice.Count + pack - 1) / pack;
        }
    }

    // A pack is an upper bound: the last tasks of a stage are spread over all slots instead of queueing behind one.
    private static int PackFor(StageState stage, long waiting, PlanLimits limits)
    {
        long spread = limits.Slots == 0 ? long.MaxValue : Math.Max(1, (waiting + limits.Slots - 1) / limits.Slots);
        return (int)Math.Min(stage.Spec.Pack, spread);
    }
}
