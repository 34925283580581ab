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
    // From this window on arrays are worth filling: below it, on one machine or in a small queue, every free place is used at once.
    private const long LargeWindow = 10_000;

    // A twentieth of the window, or a whole array, is worth planning: at most 5 % of the window lie idle for want of it.
    private const int WorthwhileShares = 20;

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

    /// <summary>Takes back planned arrays that the backend certainly does not have: those of which no task is wanted any more are closed,
    /// those of a suspended target are planned anew for another one.</summary>
    public static IReadOnlyList<Fact> PlanClosures(CampaignState state, Flights flights, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(flights);
        var facts = new List<Fact>();
        foreach (ArrayState array in state.OpenArrays.Where(a => a.Phase == ArrayPhase.Planned && flights.IsUntouched(a.Id)))
        {
            if (array.HasCancelledTasks && !array.Tasks.Any(i => state.Stages[array.Stage].IsUnderWay(array, i)))
            {
                facts.Add(new Fact.ArrayClosed(array.Id));
            }
            else if (array.Target is { } target && !target.IsOpen(now))
            {
                facts.Add(new Fact.ArrayReturned(array.Id, target.Reason));
            }
        }

        return facts;
    }

    /// <summary>Earliest time after <paramref name="now"/> at which time alone lets something be planned; null when there is none.</summary>
    public static DateTimeOffset? NextDue(CampaignState state, PlanLimits limits, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(limits);
        DateTimeOffset? next = null;
        foreach (DateTimeOffset at in state.Stages.SelectMany(s => TimesOf(state, s, limits)).Concat(state.Targets.Select(t => t.SuspendedUntil)))
        {
            next = at > now && (next is null || at < next) ? at : next;
        }

        return next;
    }

    /// <summary>Elements that are planned, queued or running.</summary>
    public static long Outstanding(CampaignState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        return Load.Of(state).Elements;
    }

    private static IEnumerable<DateTimeOffset> TimesOf(CampaignState state, StageState stage, PlanLimits limits)
    {
        foreach (RetryBatch batch in stage.Retries.Values)
        {
            yield return RetryRule.ReadyAt(state, batch, limits);
        }

        if (stage.Released.Count > 0 && PackRule.ProbeEnds(stage, limits) is { } end && end != DateTimeOffset.MaxValue)
        {
            yield return end;
        }
    }

    private static void PlanArrays(CampaignState state, PlanLimits limits, DateTimeOffset now, List<Fact> facts)
    {
        Demand[] demands = [.. state.Stages.Select(stage => Demand.Of(state, stage, limits, now)).Where(d => d.Elements > 0)];
        if (demands.Length == 0)
        {
            return;
        }

        Load load = Load.Of(state);
        var destinations = Destinations.Of(state, load, limits, now);
        demands = [.. demands.Where(d => IsWorthwhile(destinations, limits, load, [d]))];
        if (!IsWorthwhile(destinations, limits, load, demands))
        {
            return;
        }

        int next = state.NextArray.Value;
        foreach (IGrouping<int, Demand> equals in demands.GroupBy(d => d.Stage.Spec.Priority).OrderByDescending(g => g.Key))
        {
            Demand[] rivals = [.. equals];

            // The room goes to the stage with the fewest outstanding processors, so an element weighs as many as it occupies.
            long[] shares = Sharing.Share(
                destinations.RoomFor(rivals),
                [.. rivals.Select(d => new Claim(
                    load.OfStage(d.Stage.Index), 1.0 / Math.Max(1, d.Stage.Spec.Resources.Vcpus), Math.Min(d.Elements, destinations.RoomFor([d]))))]);

            // Those that have the least choice of targets first, or others would take their places while they have others to go to. Then
            // later stages: finishing what was begun frees storage and shows results early.
            long rest = shares.Sum();
            foreach (int i in Enumerable.Range(0, rivals.Length).OrderBy(i => rivals[i].Stage.Spec.Targets?.Count ?? int.MaxValue).ThenByDescending(i => i))
            {
                rest -= Cut(rivals[i], shares[i], limits, destinations, ref next, facts);
            }

            // Rivals for one target left others without what they were to get: that is theirs in the next step, before lower priorities.
            if (rest > 0)
            {
                return;
            }
        }
    }

    // A window that frees a few elements at a time must not be refilled with as many small arrays: each costs calls for hours.
    private static bool IsWorthwhile(Destinations destinations, PlanLimits limits, Load load, Demand[] demands)
    {
        long room = destinations.RoomFor(demands);
        long window = destinations.WindowOf(demands);
        return room > 0
            && (window < LargeWindow || load.Elements == 0 || room >= Math.Min(window / WorthwhileShares, limits.MaxArrayElements)
                || demands.Sum(d => d.Elements) <= room);
    }

    private static long Cut(Demand demand, long share, PlanLimits limits, Destinations destinations, ref int next, List<Fact> facts)
    {
        long placed = 0;
        foreach (Demand.Batch batch in demand.Batches)
        {
            long elements = Math.Min(share, batch.Elements);
            share -= elements;
            IndexSet tasks = batch.Waiting.Peek(Math.Min(batch.Count, elements * batch.Pack));
            long perArray = (long)limits.MaxArrayElements * batch.Pack;
            long at = 0;
            foreach ((int target, long part) in destinations.Split(elements, demand))
            {
                placed += part;
                long end = Math.Min(tasks.Count, at + (part * batch.Pack));
                for (; at < end; at = Math.Min(end, at + perArray))
                {
                    IndexSet slice = tasks.Slice(at, Math.Min(perArray, end - at));
                    facts.Add(new Fact.ArrayPlanned(new ArrayId(next++), demand.Stage.Index, batch.Attempt, slice, batch.Pack, target));
                }
            }
        }

        return placed;
    }
}
