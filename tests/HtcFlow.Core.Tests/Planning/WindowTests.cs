using FsCheck;
using FsCheck.Fluent;
using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Facts;
using HtcFlow.Core.Planning;
using HtcFlow.Core.State;
using HtcFlow.Core.Tests.Stories;
using Outcome = HtcFlow.Core.Wire.Outcome;

namespace HtcFlow.Core.Tests.Planning;

/// <summary>How the window is shared out among stages and targets.</summary>
public sealed class WindowTests
{
    [Fact]
    public void Plan_CampaignNamesAWindow_TheSmallerOneHolds()
    {
        CampaignSpec spec = Make.Campaign(Make.Stage("a", 100));
        Story Begin(long window) =>
            new(spec with { Backend = spec.Backend with { Window = window } }) { Limits = new PlanLimits(100, 50, 0) };

        Assert.Equal(7, Tasks(Begin(7).Plan()));
        Assert.Equal(50, Tasks(Begin(70).Plan()));
    }

    [Fact]
    public void Plan_HigherPriority_TakesTheWindowFirst()
    {
        var story = new Story(Make.Campaign(
            Make.Stage("a", 100), Make.Stage("b", 30) with { Priority = 5 }, Make.Stage("c", 100) with { Priority = -1 }))
        {
            Limits = new PlanLimits(100, 50, 0),
        };

        Assert.Equal([(1, 30L), (0, 20L)], Planned(story.Plan()).Select(f => (f.Stage, f.Tasks.Count)));
    }

    [Fact]
    public void Plan_EqualStages_ShareTheWindowByProcessors()
    {
        var story = new Story(Make.Campaign(
            Make.Stage("a", 100), Make.Stage("b", 100) with { Resources = new ResourceSpec { Vcpus = 3 } }))
        {
            Limits = new PlanLimits(100, 40, 0),
        };

        Assert.Equal([(1, 10L), (0, 30L)], Planned(story.Plan()).Select(f => (f.Stage, f.Tasks.Count)));
    }

    [Fact]
    public void Plan_RetriesAndFirstAttemptsOfOneStage_RetriesGoFirst()
    {
        var story = new Story(Make.Campaign(Make.Stage("a", 10))) { Limits = new PlanLimits(2, 4, 0) };
        story.PlanAndSubmit();
        story.End(1, Outcome.Preempted, 0, 1);

        Assert.Equal("0-1", Assert.Single(Planned(story.Plan())).Tasks.ToString());
    }

    [Fact]
    public void Plan_LargeWindowFreesAFew_WaitsForAWorthwhileShare()
    {
        var story = new Story(Make.Campaign(Make.Stage("a", 40_000))) { Limits = new PlanLimits(1_000, 20_000, 0) };
        story.PlanAndSubmit();
        story.End(1, Outcome.Succeeded, [.. Enumerable.Range(0, 999).Select(i => (long)i)]);

        Assert.Empty(story.Propose());
        story.End(1, Outcome.Succeeded, 999);
        Assert.Equal(1_000, Assert.Single(Planned(story.Plan())).Tasks.Count);
    }

    [Fact]
    public void Plan_SlowBackend_GathersRetriesOfOnePollInterval()
    {
        var story = new Story(Make.Campaign(Make.Stage("a", 10)))
        {
            Limits = new PlanLimits(100, 100, 0) { PollInterval = TimeSpan.FromSeconds(30) },
        };
        story.PlanAndSubmit();
        story.End(1, Outcome.Preempted, 3);
        Assert.Empty(story.Propose());
        Assert.Equal(Story.Dawn + TimeSpan.FromSeconds(30), ArrayPlanner.NextDue(story.State, story.Limits, story.Now));
        story.Now += TimeSpan.FromSeconds(10);
        story.End(1, Outcome.Preempted, 5, 8);
        Assert.Empty(story.Propose());
        story.Now += TimeSpan.FromSeconds(20);

        Assert.Equal("3,5,8", Assert.Single(Planned(story.Plan())).Tasks.ToString());
    }

    [Fact]
    public void Plan_NothingElseOutstanding_RetriesDoNotWaitForCompany()
    {
        var story = new Story(Make.Campaign(Make.Stage("a", 2)))
        {
            Limits = new PlanLimits(100, 100, 0) { PollInterval = TimeSpan.FromSeconds(30) },
        };
        story.PlanAndSubmit();
        story.End(1, Outcome.Preempted, 0, 1);
        story.Close(1);

        Assert.Equal("0-1", Assert.Single(Planned(story.Plan())).Tasks.ToString());
    }

    [Fact]
    public void Plan_RandomCampaigns_NeverExceedsTheWindowNorATargetsShare() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), seed => Run(new Random(seed)))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(200));

    private static void Run(Random dice)
    {
        var story = new Story(RandomCampaign.Of(dice)) { Limits = RandomCampaign.Limits(dice) };
        var fate = new RandomFate(dice, story);
        for (int step = 0; step < 60; step++)
        {
            Check(story, [.. Planned(story.Propose())]);
            fate.Step();
        }
    }

    private static void Check(Story story, List<Fact.ArrayPlanned> planned)
    {
        long window = story.Limits.WindowOf(story.State.Spec.Backend);
        Assert.InRange(ArrayPlanner.Outstanding(story.State) + Elements(planned), 0, Math.Max(window, ArrayPlanner.Outstanding(story.State)));
        TargetState[] open = [.. story.State.Targets.Where(t => t.IsOpen(story.Now))];
        Assert.All(planned.Where(_ => story.State.Targets.Count > 0), p => Assert.Contains(open, t => t.Index == p.Target));
        foreach (TargetState target in open)
        {
            List<Fact.ArrayPlanned> its = [.. planned.Where(p => p.Target == target.Index)];
            long has = story.State.OpenArrays.Where(a => a.Target == target).Sum(a => (a.TaskCount - a.EndedTasks + a.Pack - 1) / a.Pack);
            double share = window * target.Spec.Weight / open.Sum(t => t.Spec.Weight);
            Assert.True(its.Count == 0 || has + Elements(its) < share + 1, $"target {target.Index} got more than its share");
        }

        if (planned.Count > 0)
        {
            int lowest = planned.Min(p => story[p.Stage].Spec.Priority);
            Assert.All(
                story.State.Stages.Where(s => s.Spec.Priority > lowest && !s.Spec.IsPackAutomatic),
                s => Assert.Equal(s.Released.Count, planned.Where(p => p.Stage == s.Index && p.Attempt == 1).Sum(p => p.Tasks.Count(s.Released.Contains))));
        }
    }

    private static long Elements(IEnumerable<Fact.ArrayPlanned> planned) => planned.Sum(p => (p.Tasks.Count + p.Pack - 1) / p.Pack);

    private static long Tasks(IEnumerable<Fact> facts) => Planned(facts).Sum(f => f.Tasks.Count);

    private static IEnumerable<Fact.ArrayPlanned> Planned(IEnumerable<Fact> facts) => facts.OfType<Fact.ArrayPlanned>();
}
