using HtcFlow.Benchmarks.MillionCore;
using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Effects;
using HtcFlow.Core.Facts;
using HtcFlow.Core.Planning;
using HtcFlow.Core.State;
using HtcFlow.Core.Transitions;
using HtcFlow.Core.Wire;
using HtcFlow.Engine.Views;

namespace HtcFlow.Benchmarks.Journals;

/// <summary>The state of a campaign at its worst point, made of facts as an engine makes them: every task is under way, one of a hundred in an
/// array of scattered tasks for its second attempt, and every array is watched for stragglers.</summary>
internal static class ResidentState
{
    private const int ScatteredBy = 100;
    private static readonly DateTimeOffset s_begin = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly PlanLimits s_limits = new(StillBackend.ArrayElements, long.MaxValue, 0);

    /// <summary>Builds it.</summary>
    /// <param name="tasks">Tasks of the campaign.</param>
    /// <param name="meter">Measures the rate, as the engine does.</param>
    /// <param name="flights">What the engine remembers of its calls.</param>
    public static CampaignState Build(long tasks, RateMeter meter, Flights flights)
    {
        var state = new CampaignState();
        Apply(state, meter, new Fact.CampaignCreated(Campaign(tasks), "benchmrk"));
        PlanAll(state, meter);
        foreach (ArrayState array in state.Arrays.ToArray())
        {
            Begin(state, meter, array);
            AttemptEnd[] ends = [.. array.Tasks.Where(i => i % ScatteredBy == ScatteredBy / 2)
                .Select(i => new AttemptEnd(i, 1, Outcome.Preempted, 0, Verdict.Retry, 60_000, "c5.9xlarge"))];
            Apply(state, meter, new Fact.AttemptsEnded(array.Id, ends));
        }

        int first = state.Arrays.Count;
        PlanAll(state, meter);
        foreach (ArrayState array in state.Arrays.Skip(first).ToArray())
        {
            Begin(state, meter, array);
        }

        foreach (ArrayState array in state.OpenArrays)
        {
            flights.Begin(array.Id, s_begin);
            flights.End(array.Id, s_begin);
            flights.ObserveAt(array.Id, s_begin);
        }

        DrivenEngine.Require(state.Tally(TaskState.Running) == tasks, "not every task is under way");
        return state;
    }

    private static void Begin(CampaignState state, RateMeter meter, ArrayState array)
    {
        Apply(state, meter, new Fact.ArraySubmitted(array.Id, $"job-{array.Id.Value:D8}"));
        Apply(state, meter, new Fact.TasksStarted(array.Id, array.Tasks));
    }

    private static void PlanAll(CampaignState state, RateMeter meter)
    {
        foreach (Fact fact in ArrayPlanner.Plan(state, s_limits, s_begin))
        {
            Apply(state, meter, fact);
        }
    }

    private static void Apply(CampaignState state, RateMeter meter, Fact fact)
    {
        // What an engine remembers of a fact is what its bytes hold.
        var entry = new JournalEntry(state.Sequence + 1, s_begin, FactCodec.Decode(FactCodec.Encode(fact)));
        Applier.Apply(state, entry);
        meter.Add(entry);
    }

    private static CampaignSpec Campaign(long tasks)
    {
        CampaignSpec flat = FlatCampaign.Of(tasks);
        return flat with { Stages = [flat.Stages[0] with { Watch = new WatchSpec { StragglerFactor = 3 } }] };
    }
}
