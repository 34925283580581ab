using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Effects;
using HtcFlow.Core.Facts;
using HtcFlow.Core.Ids;
using HtcFlow.Core.Planning;
using HtcFlow.Core.State;
using HtcFlow.Core.Tests.Stories;

namespace HtcFlow.Core.Tests.Planning;

/// <summary>Which target an array is for, and what becomes of those of a target that takes none.</summary>
public sealed class TargetTests
{
    [Fact]
    public void Plan_WeightsOfTargets_ShareTheTasksOut()
    {
        Story story = Begin(400, 10_000, 3, 1);

        Assert.Equal([(0, 300L), (1, 100L)], Planned(story.Plan()).Select(f => (f.Target, f.Tasks.Count)));
    }

    [Fact]
    public void Plan_TargetThatCostsMore_HasTheShareThatIsLeftToIt()
    {
        Story story = Begin(1_000, 100, 1, 1);
        story.Tell(new Fact.TargetsWeighed([new TargetWeight(1, 1, 100, "the cheapest"), new TargetWeight(0.25, 2.4, 100, "2.40 times the cheapest")]));

        Assert.Equal([(0, 80L), (1, 20L)], Planned(story.Plan()).Select(f => (f.Target, f.Tasks.Count)));
        Assert.Equal([1, 0.25], story.Replay().Targets.Select(t => t.Weight));
    }

    [Fact]
    public void Plan_DearTargetOfKnownCapacity_RunsAtAPartOfIt()
    {
        CampaignSpec spec = Make.Campaign(Make.Stage("a", 5_000) with { Resources = new ResourceSpec { Vcpus = 2 } });
        TargetSpec[] targets = [new("t0", 3, new Dictionary<string, string>()), new("t1", 1, new Dictionary<string, string>())];
        var story = new Story(spec with { Backend = spec.Backend with { Targets = targets } }) { Limits = new PlanLimits(10_000, 100_000, 800) };
        story.Tell(new Fact.TargetsWeighed([new TargetWeight(1, 1, 100, "the cheapest"), new TargetWeight(0.25, 2.4, 100, "2.40 times the cheapest")]));

        // Four rounds are 3,200: twelve parts of thirteen are of the cheap one. Of the 100 pairs of processors of the other a quarter works.
        Assert.Equal([(0, 2_954L), (1, 25L)], Planned(story.Plan()).Select(f => (f.Target, f.Tasks.Count)));
    }

    [Fact]
    public void Apply_WeightsThatCannotBe_AreRefused()
    {
        Story story = Begin(10, 100, 1, 1);
        var fine = new TargetWeight(1, 0, 0, "");

        story.Refuses(new Fact.TargetsWeighed([fine]));
        story.Refuses(new Fact.TargetsWeighed([fine, fine with { Factor = 0 }]));
        story.Refuses(new Fact.TargetsWeighed([fine, fine with { Factor = 1.5 }]));
        story.Refuses(new Fact.TargetsWeighed([fine, fine with { Dollars = -1 }]));
    }

    [Fact]
    public void Plan_SlowTarget_KeepsItsShareOfTheWindowAndTheOtherIsRefilled()
    {
        Story story = Begin(1_000, 100, 1, 1);
        story.PlanAndSubmit();
        ArrayState fast = story.State.OpenArrays.Last();
        story.End(fast.Id.Value, Core.Wire.Outcome.Succeeded, [.. fast.Tasks]);

        Fact.ArrayPlanned planned = Assert.Single(Planned(story.Plan()));
        Assert.Equal((1, 50L), (planned.Target, planned.Tasks.Count));
    }

    [Fact]
    public void Plan_WindowSmallerThanTheTargets_IsUsedAllTheSame()
    {
        Story story = Begin(10, 1, 1, 1, 1);

        Assert.Equal(1, Assert.Single(Planned(story.Plan())).Tasks.Count);
    }

    [Fact]
    public void Plan_SuspendedTarget_TheOthersTakeItsShare()
    {
        Story story = Begin(1_000, 100, 1, 1);
        story.Tell(new Fact.TargetSuspended(0, story.Now + TimeSpan.FromMinutes(1), "closed"));

        Fact.ArrayPlanned planned = Assert.Single(Planned(story.Plan()));
        Assert.Equal((1, 100L), (planned.Target, planned.Tasks.Count));
    }

    [Fact]
    public void Plan_EveryTargetSuspended_WaitsForTheFirstAndSaysWhy()
    {
        Story story = Begin(10, 100, 1, 1);
        story.Tell(new Fact.TargetSuspended(0, story.Now + TimeSpan.FromMinutes(2), "closed"));
        story.Tell(new Fact.TargetSuspended(1, story.Now + TimeSpan.FromMinutes(1), "no image"));

        Assert.Empty(story.Propose());
        Assert.Equal(story.Now + TimeSpan.FromMinutes(1), ArrayPlanner.NextDue(story.State, story.Limits, story.Now));
        Assert.Equal(
            "every target is suspended; 't1' is tried again at 2030-01-01 06:01:00 UTC: no image", TargetRule.Outage(story.State, story.Now));
        story.Now += TimeSpan.FromMinutes(1);
        Assert.Equal(1, Assert.Single(Planned(story.Plan())).Target);
        Assert.Equal("", TargetRule.Outage(story.State, story.Now));
    }

    [Fact]
    public void PlanClosures_PlannedArrayOfASuspendedTarget_ComesBackUnlessItMayHaveBeenSent()
    {
        Story story = Begin(10, 100, 1, 1);
        story.Plan();
        story.Tell(new Fact.TargetSuspended(0, story.Now + TimeSpan.FromMinutes(1), "closed"));

        Assert.Equal([new Fact.ArrayReturned(new ArrayId(1), "closed")], ArrayPlanner.PlanClosures(story.State, new Flights(), story.Now));
        var flights = new Flights();
        flights.Doubt(new ArrayId(1), default);
        Assert.Empty(ArrayPlanner.PlanClosures(story.State, flights, story.Now));
    }

    [Fact]
    public void Suspend_AgainAndAgain_WaitsLongerUpToHalfAnHour()
    {
        Story story = Begin(10, 100, 1, 1);
        var waits = new List<double>();
        for (int i = 0; i < 8; i++)
        {
            Fact.TargetSuspended suspended = TargetRule.Suspend(story.State.Targets[0], "closed", story.Now)!;
            story.Tell(suspended);
            Assert.Null(TargetRule.Suspend(story.State.Targets[0], "closed", story.Now));
            waits.Add((suspended.Until - story.Now).TotalMinutes);
            story.Now = suspended.Until;
        }

        Assert.Equal([1, 2, 4, 8, 16, 30, 30, 30], waits);
    }

    [Fact]
    public void Plan_SeveralTargets_ACallIsAboutOneOfThem()
    {
        Story story = Begin(10, 100, 1, 1);
        story.Plan();

        Effect.Submit[] calls = [.. EffectPlanner.Plan(story.State, new Flights(), story.Now).Cast<Effect.Submit>()];
        Assert.Equal(2, calls.Length);
        Assert.All(calls, call => Assert.Single(call.Arrays.Select(id => story.State.ArrayOf(id).Target).Distinct()));
    }

    private static Story Begin(int tasks, long window, params double[] weights)
    {
        CampaignSpec spec = Make.Campaign(Make.Stage("a", tasks));
        TargetSpec[] targets = [.. weights.Select((weight, t) => new TargetSpec("t" + t, weight, new Dictionary<string, string>()))];
        return new Story(spec with { Backend = spec.Backend with { Targets = targets } }) { Limits = new PlanLimits(1_000, window, 0) };
    }

    private static IEnumerable<Fact.ArrayPlanned> Planned(IEnumerable<Fact> facts) => facts.OfType<Fact.ArrayPlanned>();
}
