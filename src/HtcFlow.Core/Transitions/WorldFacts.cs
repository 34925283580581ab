using HtcFlow.Core.Facts;
using HtcFlow.Core.State;
using HtcFlow.Core.Sweeps;

namespace HtcFlow.Core.Transitions;

/// <summary>Applies what is known about targets, hosts and attempts that were stopped.</summary>
internal static class WorldFacts
{
    /// <summary>Applies a fact; false when it is of another kind.</summary>
    public static bool Apply(CampaignState state, Fact fact, DateTimeOffset at)
    {
        switch (fact)
        {
            case Fact.TargetSuspended suspended:
                Suspend(state, suspended);
                return true;
            case Fact.TargetsWeighed weighed:
                Weigh(state, weighed.Weights, at);
                return true;
            case Fact.HostQuarantined quarantined:
                Applier.Require(quarantined.Host.Length > 0, $"a host without a name cannot be quarantined");
                state.Quarantine(quarantined.Host, quarantined.Until, quarantined.Reason);
                return true;
            case Fact.AttemptsStopped stopped:
                Stop(state, stopped);
                return true;
            case Fact.JournalRecovered recovered:
                Applier.Require(recovered.NextArray.Value >= state.NextArray.Value, $"array {recovered.NextArray} exists already");
                state.Recover(recovered.BirthMark, recovered.NextArray);
                return true;
            default:
                return false;
        }
    }

    private static void Suspend(CampaignState state, Fact.TargetSuspended suspended)
    {
        Applier.Require(suspended.Target >= 0 && suspended.Target < state.Targets.Count, $"target {suspended.Target} does not exist");
        TargetState target = state.Targets[suspended.Target];
        target.SuspendedUntil = suspended.Until;
        target.Reason = suspended.Reason;
        target.Suspensions++;
    }

    private static void Weigh(CampaignState state, IReadOnlyList<TargetWeight> weights, DateTimeOffset at)
    {
        Applier.Require(weights.Count == state.Targets.Count && weights.Count > 0, $"{weights.Count} of {state.Targets.Count} targets were weighed");
        for (int t = 0; t < weights.Count; t++)
        {
            TargetWeight weight = weights[t];
            Applier.Require(weight is { Factor: > 0 and <= 1, Dollars: >= 0 } && double.IsFinite(weight.Dollars), $"target {t} cannot have such a weight");
            state.Targets[t].Measured = weight;
            state.Targets[t].WeighedAt = at;
        }
    }

    private static void Stop(CampaignState state, Fact.AttemptsStopped stopped)
    {
        ArrayState array = Applier.OpenArray(state, stopped.Array);
        StageState stage = state.Stages[array.Stage];
        Applier.Require(array.Phase == ArrayPhase.Submitted, $"array {array.Id} runs tasks before it was submitted");
        foreach (long i in stopped.Tasks)
        {
            Applier.RequireMember(array, stage, i);
            Applier.Require(stage.IsUnderWay(array, i), $"task {stage.Spec.Name}/{i} does not run in array {array.Id}");
            stage.CountStop(i);
        }

        array.Stopped = IndexSet.Of(array.Stopped.Concat(stopped.Tasks));
        array.ChangedAt = state.Sequence + 1;
    }
}
