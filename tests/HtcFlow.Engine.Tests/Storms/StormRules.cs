using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Facts;
using HtcFlow.Core.Planning;
using HtcFlow.Core.Planning.Hosts;
using HtcFlow.Core.Planning.Slowness;
using HtcFlow.Core.State;
using HtcFlow.Engine.Tests.Storms.Targets;

namespace HtcFlow.Engine.Tests.Storms;

/// <summary>What no engine may decide: too much at a time, for a target that is suspended, against too many hosts or attempts.</summary>
/// <remarks>Looks at facts alone, so that a journal that many engines wrote is held to the same bounds as that of one.</remarks>
internal sealed class StormRules(StormPlan plan)
{
    private readonly HashSet<string> _quarantined = [];
    private readonly List<(int Stage, DateTimeOffset At, long Count)> _stops = [];

    /// <summary>Looks at a fact before it is applied.</summary>
    /// <param name="state">State before it.</param>
    /// <param name="entry">The fact.</param>
    public void Before(CampaignState state, JournalEntry entry)
    {
        switch (entry.Fact)
        {
            case Fact.ArrayPlanned planned:
                CheckPlan(state, planned, entry.At);
                break;
            case Fact.HostQuarantined quarantined:
                int inForce = QuarantinePolicy.InForce(state, entry.At).Count;
                Assert.True(inForce < Math.Max(1, plan.Hosts / 20), $"{inForce} of {plan.Hosts} hosts are out, and {quarantined.Host} is one more");
                _quarantined.Add(quarantined.Host);
                break;
            case Fact.TargetsWeighed weighed:
                CheckWeights(state, weighed, entry.At);
                break;
            case Fact.AttemptsStopped stopped:
                CheckStops(state, stopped, entry.At);
                break;
            default:
                break;
        }
    }

    /// <summary>A host is kept out of work because a fact says so, never before.</summary>
    public void CheckAvoided(IEnumerable<string> avoided) => Assert.Empty(avoided.Except(_quarantined));

    private void CheckPlan(CampaignState state, Fact.ArrayPlanned planned, DateTimeOffset at)
    {
        long window = plan.Spec.Backend.Window > 0 ? plan.Spec.Backend.Window : long.MaxValue;
        window = Math.Min(window, plan.Capabilities.MaxOutstandingElements);
        long elements = (planned.Tasks.Count + planned.Pack - 1) / planned.Pack;
        long outstanding = ArrayPlanner.Outstanding(state) + elements;
        Assert.True(outstanding <= window, $"array {planned.Array} makes {outstanding} elements where {window} are allowed");
        Assert.InRange(elements, 1, plan.Capabilities.MaxArrayElements);
        Assert.InRange(planned.Pack, 1, state.Stages[planned.Stage].Spec.Pack);
        Assert.Equal(CampaignPhase.Active, state.Phase);
        if (state.Targets.Count > 0)
        {
            TargetState target = state.Targets[planned.Target];
            Assert.True(target.IsOpen(at), $"array {planned.Array} is for {target.Spec.Name}, which gets none before {target.SuspendedUntil:O}");
            StageSpec stage = plan.Spec.Stages[planned.Stage];
            Assert.True(
                stage.Targets is null || stage.Targets.Contains(target.Spec.Name),
                $"array {planned.Array} of {stage.Name} is for {target.Spec.Name}, not for one of {string.Join(", ", stage.Targets ?? [])}");
        }
    }

    private static void CheckWeights(CampaignState state, Fact.TargetsWeighed weighed, DateTimeOffset at)
    {
        Assert.Equal(state.Targets.Count, weighed.Weights.Count);
        Assert.All(weighed.Weights, weight => Assert.InRange(weight.Factor, StormCosts.Policy.Floor, 1));
        Assert.True(at - state.Targets[0].WeighedAt >= StormCosts.Policy.LeastPause, $"weights of {state.Targets[0].WeighedAt:O} are changed at {at:O}");
    }

    private void CheckStops(CampaignState state, Fact.AttemptsStopped stopped, DateTimeOffset at)
    {
        ArrayState array = state.ArrayOf(stopped.Array);
        StageState stage = state.Stages[array.Stage];
        _stops.RemoveAll(s => s.At <= at - StragglerPolicy.Window);
        _stops.Add((stage.Index, at, stopped.Tasks.Count));
        long lately = _stops.Where(s => s.Stage == stage.Index).Sum(s => s.Count);
        Assert.True(lately <= StragglerPolicy.MostAtATime(stage), $"{lately} attempts of {stage.Spec.Name} were stopped within ten minutes");
        Assert.True(StragglerPolicy.BarOf(stage) is not null, $"{stage.Spec.Name} is stopped although too little is known of it");
        RetrySpec retry = stage.Spec.Retry;
        Assert.All(stopped.Tasks, i => Assert.True(
            array.Attempt - stage.Ledger.FailuresOf(i) <= retry.Interruptions, $"{stage.Spec.Name}/{i} was stopped although nothing is left to try it again"));
    }
}
