using HtcFlow.Core.Ids;
using HtcFlow.Core.State;
using HtcFlow.Core.Sweeps;

namespace HtcFlow.Core.Effects;

/// <summary>Decides what has to be done in the outside world, from the state and from what is under way.</summary>
public static class EffectPlanner
{
    /// <summary>Arrays per call; AWS Batch's DescribeJobs takes 100 ids and no backend is worse.</summary>
    public const int MaxArraysPerCall = 100;

    /// <summary>Plans effects. Pure: the caller marks them in <paramref name="flights"/> as it starts them.</summary>
    public static IReadOnlyList<Effect> Plan(CampaignState state, Flights flights, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(flights);
        var submit = new List<ArrayId>();
        var find = new List<ArrayId>();
        var observe = new List<ArrayId>();
        var effects = new List<Effect>();
        foreach (ArrayState array in state.OpenArrays)
        {
            if (!flights.IsFree(array.Id, now))
            {
                continue;
            }

            if (array.Phase == ArrayPhase.Planned)
            {
                // A held campaign sends nothing new, but what it may have sent is looked for.
                if (flights.IsDoubtful(array.Id))
                {
                    find.Add(array.Id);
                }
                else if (state.Phase == CampaignPhase.Active)
                {
                    submit.Add(array.Id);
                }
            }
            else if (CancellationOf(state, array, flights) is { } cancel)
            {
                effects.Add(cancel);
            }
            else if (flights.IsObservationDue(array.Id, now))
            {
                observe.Add(array.Id);
            }
        }

        effects.AddRange(submit.Chunk(MaxArraysPerCall).Select(ids => new Effect.Submit(ids)));
        effects.AddRange(find.Chunk(MaxArraysPerCall).Select(ids => new Effect.Find(ids)));
        effects.AddRange(observe.Chunk(MaxArraysPerCall).Select(ids => new Effect.Observe(ids)));
        return effects;
    }

    private static Effect.Cancel? CancellationOf(CampaignState state, ArrayState array, Flights flights)
    {
        if (!array.HasCancelledTasks)
        {
            return null;
        }

        StageState stage = state.Stages[array.Stage];
        var elements = new List<long>();
        for (long element = 0; element < array.Elements; element++)
        {
            if (!flights.WasCancelled(array.Id, element)
                && IsUnwanted(stage, array, array.Tasks.Slice(element * array.Pack, array.Pack)))
            {
                elements.Add(element);
            }
        }

        return elements.Count == 0 ? null : new Effect.Cancel(array.Id, IndexSet.Of(elements));
    }

    // Of a pack some tasks may have ended before the rest was cancelled; the rest must stop all the same.
    private static bool IsUnwanted(StageState stage, ArrayState array, IndexSet tasks) =>
        !tasks.Any(i => stage.IsUnderWay(array, i)) && tasks.Any(i => stage.Ledger.StateOf(i) == TaskState.Cancelled);
}
