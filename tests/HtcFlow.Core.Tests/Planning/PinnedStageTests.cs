using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Effects;
using HtcFlow.Core.Facts;
using HtcFlow.Core.Ids;
using HtcFlow.Core.Planning;
using HtcFlow.Core.Sweeps;
using HtcFlow.Core.Tests.Stories;
using HtcFlow.Core.Transitions;
using HtcFlow.Core.Wire;

namespace HtcFlow.Core.Tests.Planning;

/// <summary>Where the arrays of stages go that are pinned to some of the targets.</summary>
public sealed class PinnedStageTests
{
    [Fact]
    public void Plan_EveryStagePinnedToOneTarget_HasTheWholeWindow()
    {
        Story story = Begin(100, Pinned("a", 400, "t1"));

        Assert.Equal([(1, 100L)], Planned(story.Plan()).Select(f => (f.Target, f.Tasks.Count)));
    }

    [Fact]
    public void Plan_PinnedBesideFreeStage_TheFreeOneMakesRoom()
    {
        Story story = Begin(100, Pinned("a", 400, "t0"), Make.Stage("b", 400));

        Assert.Equal(
            [(0, 0, 50L), (1, 1, 50L)],
            Planned(story.Plan()).Select(f => (f.Stage, f.Target, f.Tasks.Count)).Order());
    }

    [Fact]
    public void Plan_RivalsForOneTarget_LeaveNothingOfTheirShareToALowerPriority()
    {
        Story story = Begin(100, Pinned("a", 400, "t0"), Pinned("b", 400, "t0"), Make.Stage("c", 400), Make.Stage("d", 400) with { Priority = -1 });

        Fact.ArrayPlanned[] planned = [.. Planned(story.Plan())];
        Assert.Equal(100, planned.Sum(f => f.Tasks.Count));
        Assert.Equal(50, planned.Where(f => f.Stage == 2 && f.Target == 1).Sum(f => f.Tasks.Count));
        Assert.DoesNotContain(planned, f => f.Stage == 3);
    }

    [Fact]
    public void Plan_PinnedStageIsComplete_TheOthersHaveItsTarget()
    {
        Story story = Begin(100, Pinned("a", 10, "t0"), Pinned("b", 400, "t1"));
        story.PlanAndSubmit();
        story.End(2, Outcome.Succeeded, [.. Enumerable.Range(0, 10).Select(i => (long)i)]);

        Fact.ArrayPlanned planned = Assert.Single(Planned(story.Plan()));
        Assert.Equal((1, 50L), (planned.Target, planned.Tasks.Count));
    }

    [Fact]
    public void Plan_Retries_StayWithTheTarget()
    {
        Story story = Begin(100, Pinned("a", 20, "t1"), Make.Stage("b", 20));
        story.PlanAndSubmit();
        Fact.ArrayPlanned first = story.Journal.Select(e => e.Fact).OfType<Fact.ArrayPlanned>().First(f => f.Stage == 0);
        story.End(first.Array.Value, Outcome.Preempted, 3, 4);
        story.Now += TimeSpan.FromHours(1);

        Fact.ArrayPlanned again = Assert.Single(Planned(story.Plan()), f => f.Stage == 0);
        Assert.Equal((1, 2, "3-4"), (again.Target, again.Attempt, again.Tasks.ToString()));
    }

    [Fact]
    public void Plan_OnlyTargetSuspended_TheStageWaitsAndTheOthersGoOn()
    {
        Story story = Begin(100, Pinned("a", 20, "t1"), Make.Stage("b", 20));
        DateTimeOffset until = story.Now + TimeSpan.FromMinutes(1);
        story.Tell(new Fact.TargetSuspended(1, until, "no image"));

        Assert.All(Planned(story.Plan()), f => Assert.Equal((1, 0), (f.Stage, f.Target)));
        Assert.Equal(until, ArrayPlanner.NextDue(story.State, story.Limits, story.Now));
        Assert.Equal(
            "every target of stage a is suspended; 't1' is tried again at 2030-01-01 06:01:00 UTC: no image", TargetRule.Outage(story.State, story.Now));
        story.Now = until;
        Assert.Equal([(0, 1)], Planned(story.Plan()).Select(f => (f.Stage, f.Target)));
        Assert.Equal("", TargetRule.Outage(story.State, story.Now));
    }

    [Fact]
    public void PlanClosures_ArrayOfASuspendedTarget_GoesToAnotherOfItsTargets()
    {
        Story story = Begin(100, 3, Pinned("a", 20, "t1", "t2"));
        story.Plan();
        story.Tell(new Fact.TargetSuspended(1, story.Now + TimeSpan.FromMinutes(1), "closed"));
        story.Tell([.. ArrayPlanner.PlanClosures(story.State, new Flights(), story.Now)]);

        Assert.Equal([2], Planned(story.Plan()).Select(f => f.Target));
    }

    [Fact]
    public void Plan_LargeWindowWithLittleRoomAtThePinnedTarget_WaitsForAWorthwhileShare()
    {
        Story story = Begin(40_000, Pinned("a", 100_000, "t0"), Make.Stage("b", 1_000_000));
        story.PlanAndSubmit();
        story.End(1, Outcome.Succeeded, [.. Enumerable.Range(0, 999).Select(i => (long)i)]);

        Assert.Empty(story.Propose());
        story.End(1, Outcome.Succeeded, 999);
        Assert.Equal([(0, 0, 1_000L)], Planned(story.Plan()).Select(f => (f.Stage, f.Target, f.Tasks.Count)));
    }

    [Fact]
    public void Apply_ArrayForATargetThatTheStageMayNotUse_IsRefused()
    {
        Story story = Begin(100, Pinned("a", 20, "t1"));

        story.Refuses(new Fact.ArrayPlanned(new ArrayId(1), 0, 1, IndexSet.Parse("0-3"), 1, 0));
    }

    [Theory]
    [InlineData]
    [InlineData("t9")]
    public void Apply_PinnedToNothingThatThereIs_IsRefused(params string[] pins) =>
        Assert.Throws<InvalidFactException>(() => Begin(100, Pinned("a", 20, pins)));

    private static StageSpec Pinned(string name, int tasks, params string[] targets) => Make.Stage(name, tasks) with { Targets = targets };

    private static Story Begin(long window, params StageSpec[] stages) => Begin(window, 2, stages);

    private static Story Begin(long window, int targets, params StageSpec[] stages)
    {
        CampaignSpec spec = Make.Campaign(stages);
        TargetSpec[] all = [.. Enumerable.Range(0, targets).Select(t => new TargetSpec("t" + t, 1, new Dictionary<string, string>()))];
        return new Story(spec with { Backend = spec.Backend with { Targets = all } }) { Limits = new PlanLimits(1_000, window, 0) };
    }

    private static IEnumerable<Fact.ArrayPlanned> Planned(IEnumerable<Fact> facts) => facts.OfType<Fact.ArrayPlanned>();
}
