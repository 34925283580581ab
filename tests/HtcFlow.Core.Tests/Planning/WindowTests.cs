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

    [Theory]
    [InlineData(2, 3_000, 0, 12_000)]
    [InlineData(2, 3_000, 500, 500)]
    [InlineData(2, 100, 0, 2_000)]
    [InlineData(2, 0, 0, 50_000)]
    [InlineData(1, 3_000, 0, 50_000)]
    public void WindowOf_SeveralTargetsWithSlots_IsFourRounds(int targets, int slots, long window, long expected)
    {
        BackendSpec backend = Make.Campaign(Make.Stage("a", 1)).Backend with
        {
            Window = window,
            Targets = [.. Enumerable.Range(0, targets).Select(t => new TargetSpec("t" + t, 1, new Dictionary<string, string>()))],
        };

        Assert.Equal(expected, new PlanLimits(1_000, 50_000, slots).WindowOf(backend));
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
        TargetState[] open = [.. story.State.Targets.Where(t => t.IsOpen(story.Now) && story.State.Stages.Any(s => !s.IsComplete && s.MayUse(t)))];
        Assert.All(planned.Where(_ => story.State.Targets.Count > 0), p => Assert.Contains(open, t => t.Index == p.Target));
        foreach (TargetState target in open)
        {
            List<Fact.ArrayPlanned> its = [.. planned.Where(p => p.Target == target.Index)];
            long has = story.State.OpenArrays.Where(a => a.Target == target).Sum(a => (a.TaskCount - a.EndedTasks + a.Pack - 1) / a.Pack);
            double share = window * target.Weight / open.Sum(t => t.Weight);
            Assert.True(its.Count == 0 || has + Elements(its) < share + 1, $"target {target.Index} got more than its share");
        }

        // Nothing of a lower priority goes where something of a higher one that is left over may go.
        foreach (StageState stage in story.State.Stages.Where(s => !s.Spec.IsPackAutomatic))
        {
            bool isWhole = stage.Released.Count == planned.Where(p => p.Stage == stage.Index && p.Attempt == 1).Sum(p => p.Tasks.Count(stage.Released.Contains));
            Assert.All(
                planned.Where(p => story[p.Stage].Spec.Priority < stage.Spec.Priority),
                p => Assert.True(isWhole || (story.State.Targets.Count > 0 && !stage.MayUse(story.State.Targets[p.Target])), $"{stage.Spec.Name} goes before {p}"));
        }
    }

    private static long Elements(IEnumerable<Fact.ArrayPlanned> planned) => planned.Sum(p => (p.Tasks.Count + p.Pack - 1) / p.Pack);

    private static long Tasks(IEnumerable<Fact> facts) => Planned(facts).Sum(f => f.Tasks.Count);

    private static IEnumerable<Fact.ArrayPlanned> Planned(IEnumerable<Fact> facts) => facts.OfType<Fact.ArrayPlanned>();
}
