using HtcFlow.Core.Ids;
using HtcFlow.Core.State;
using HtcFlow.Core.Sweeps;

namespace HtcFlow.Core.Effects;

/// <summary>Decides what has to be done in the outside world, from the state and from what is under way.</summary>
public static class EffectPlanner
{
    /// <summary>Arrays per call; AWS Batch's DescribeJobs takes 100 ids and no backend is worse.</summary>
    public const int MaxArraysPerCall = 100;

    /// <summary>Plans effects; the caller marks them in <paramref name="flights"/> as it starts them.</summary>
    /// <remarks>Pure but for what the flights remember of arrays in which it found nothing to cancel.</remarks>
    public static IReadOnlyList<Effect> Plan(CampaignState state, Flights flights, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(flights);
        var submit = new List<ArrayId>();
        var find = new List<ArrayId>();
        var observe = new List<ArrayId>();
        bool isLookDue = false;
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
            else if (flights.IsObservationDue(array.Id, now + flights.Gather))
            {
                // Looked at along with one that is due: the looks at thousands of small arrays fall together into few calls.
                observe.Add(array.Id);
                isLookDue |= flights.IsObservationDue(array.Id, now);
            }
        }

        effects.AddRange(CallsOf(state, submit).Select(ids => new Effect.Submit(ids)));
        effects.AddRange(CallsOf(state, find).Select(ids => new Effect.Find(ids)));
        if (isLookDue)
        {
            effects.AddRange(CallsOf(state, observe).Select(ids => new Effect.Observe(ids)));
        }

        return effects;
    }

    // A call is about one target: the failure of a queue or region must not be taken for that of the others.
    private static IEnumerable<ArrayId[]> CallsOf(CampaignState state, List<ArrayId> arrays) =>
        state.Targets.Count < 2
            ? arrays.Chunk(MaxArraysPerCall)
            : arrays.GroupBy(id => state.ArrayOf(id).Target!.Index).SelectMany(ofTarget => ofTarget.Chunk(MaxArraysPerCall));

    // Walks the tasks once after each fact that changed the array, not at each turn: an array has ten thousand elements.
    private static Effect.Cancel? CancellationOf(CampaignState state, ArrayState array, Flights flights)
    {
        if ((!array.HasCancelledTasks && array.Stopped.Count == 0) || flights.WasWalked(array.Id, array.ChangedAt))
        {
            return null;
        }

        StageState stage = state.Stages[array.Stage];
        var elements = new List<long>();
        bool isWanted = false;
        bool isCancelled = false;
        bool isStopped = false;
        long position = 0;
        foreach (long task in array.Tasks)
        {
            bool isUnderWay = stage.IsUnderWay(array, task);
            isWanted |= isUnderWay;
            isStopped |= isUnderWay && array.Stopped.PositionOf(task) >= 0;
            isCancelled |= stage.Ledger.StateOf(task) == TaskState.Cancelled;
            long element = position++ / array.Pack;
            if (position % array.Pack != 0 && position != array.TaskCount)
            {
                continue;
            }

            // Of a pack some tasks may have ended before the rest was cancelled; the rest must stop all the same.
            // A stopped one takes those that wait behind it along: they are interrupted and come again.
            if (((isCancelled && !isWanted) || isStopped) && !flights.WasCancelled(array.Id, element))
            {
                elements.Add(element);
            }

            isWanted = isCancelled = isStopped = false;
        }

        if (elements.Count > 0)
        {
            return new Effect.Cancel(array.Id, IndexSet.Of(elements));
        }

        flights.MarkWalked(array.Id, array.ChangedAt);
        return null;
    }
}
