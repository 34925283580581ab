using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Facts;

namespace HtcFlow.Engine.Tests.Storms.Targets;

/// <summary>Storms over campaigns of which each stage but one is pinned to a target, while targets close and open.</summary>
public sealed class PinnedStageStormTests
{
    private const int Storms = 150;
    private static readonly string[] s_targets = ["east", "west", "north"];

    [Fact]
    public void Run_PinnedStages_NeverHaveAnArrayElsewhere()
    {
        int pinned = 0;
        int suspended = 0;
        for (int seed = 1; seed <= Storms; seed++)
        {
            StormPlan plan = Pin(StormPlan.Of(seed));
            using var storm = new Storm(plan);
            storm.RunToEnd();
            foreach (Fact fact in storm.Journal.Read(0).Select(entry => entry.Fact))
            {
                suspended += fact is Fact.TargetSuspended ? 1 : 0;
                if (fact is Fact.ArrayPlanned planned && plan.Spec.Stages[planned.Stage].Targets is { } targets)
                {
                    pinned++;
                    Assert.Contains(s_targets[planned.Target], targets);
                }
            }

            Assert.All(
                storm.Replayed().Arrays,
                array => Assert.True(plan.Spec.Stages[array.Stage].Targets?.Contains(array.Target!.Spec.Name) != false, $"array {array.Id} of storm {seed}"));
        }

        // A storm in which nothing is pinned, or no target ever closes, shows nothing.
        Assert.True(pinned > Storms, $"{pinned} arrays of pinned stages");
        Assert.True(suspended > Storms, $"{suspended} suspensions");
    }

    private static StormPlan Pin(StormPlan plan)
    {
        var dice = new Random(plan.Seed ^ 0x9145);
        TargetSpec[] targets = [.. s_targets.Select(name => new TargetSpec(name, dice.Next(1, 4), new Dictionary<string, string>()))];
        int free = dice.Next(plan.Spec.Stages.Count);
        return plan with
        {
            Refusals = 0.1,
            Events = 0.05,
            Spec = plan.Spec with
            {
                Backend = plan.Spec.Backend with { Targets = targets },
                Stages =
                [
                    .. plan.Spec.Stages.Select((stage, s) =>
                        stage with { Targets = s == free && plan.Spec.Stages.Count > 1 ? null : [.. s_targets.OrderBy(_ => dice.Next()).Take(dice.Next(1, 3))] }),
                ],
            },
        };
    }
}
