using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Facts;

namespace HtcFlow.Engine.Tests.Storms.Targets;

/// <summary>Storms in which the weights of targets change at any moment: nothing is lost, and every engine reads the same state from the journal.</summary>
public sealed class WeighedTargetStormTests
{
    private const int Storms = 150;

    [Fact]
    public void Run_WeightsThatChange_LoseNothing()
    {
        int changes = 0;
        for (int seed = 1; seed <= Storms; seed++)
        {
            StormPlan plan = StormPlan.Of(seed);
            TargetSpec[] targets = [.. ((string[])["east", "west", "north"]).Select(name => new TargetSpec(name, 1, new Dictionary<string, string>()))];
            using var storm = new Storm(plan with
            {
                HasPrices = true,
                Refusals = 0.05,
                Spec = plan.Spec with { Backend = plan.Spec.Backend with { Targets = targets } },
            });

            // Compares whole states, live and replayed, as it goes on, and what the store has with what the journal says at the end.
            storm.RunToEnd();
            double[] factors = [1, 1, 1];
            foreach (Fact.TargetsWeighed weighed in storm.Journal.Read(0).Select(entry => entry.Fact).OfType<Fact.TargetsWeighed>())
            {
                double[] next = [.. weighed.Weights.Select(w => w.Factor)];
                changes += factors.SequenceEqual(next) ? 0 : 1;
                factors = next;
            }

            Assert.Equal(factors, storm.Replayed().Targets.Select(t => t.Weight));
        }

        Assert.True(changes > Storms, $"weights changed {changes} times in {Storms} storms");
    }
}
