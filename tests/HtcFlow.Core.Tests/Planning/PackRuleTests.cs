using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Facts;
using HtcFlow.Core.Planning;
using HtcFlow.Core.State;
using HtcFlow.Core.Sweeps;
using HtcFlow.Core.Tests.Stories;
using HtcFlow.Core.Wire;

namespace HtcFlow.Core.Tests.Planning;

/// <summary>Packs that follow from measured wall times.</summary>
public sealed class PackRuleTests
{
    private const int Tasks = 100_000;

    [Fact]
    public void Plan_NothingIsKnown_ProbesWithSingleTasksOnly()
    {
        Story story = Begin();

        Fact.ArrayPlanned probe = Assert.Single(Planned(story.Plan()));
        Assert.Equal((1, 256L), (probe.Pack, probe.Tasks.Count));
        Assert.Empty(story.Propose());
    }

    [Theory]
    [InlineData(10, 16)] // 19 starts of 8 ms are 152 ms: 15.2 tasks; the class of 10 ms begins at 9.5 ms and counts as 10.4 ms
    [InlineData(100, 2)]
    [InlineData(1_000, 1)]
    [InlineData(3_600_000, 1)]
    public void Plan_WallTimesAreKnown_StartsCostAtMostATwentieth(int milliseconds, int pack)
    {
        Story story = Begin();
        story.PlanAndSubmit();
        End(story, 20, milliseconds);

        Assert.InRange(Planned(story.Plan()).Select(p => p.Pack).Distinct().Single(), Math.Max(1, pack - 2), pack);
    }

    [Fact]
    public void Plan_MostIsSmall_PackStaysWithinIt()
    {
        Story story = Begin(stage => stage with { Pack = 5 });
        story.PlanAndSubmit();
        End(story, 20, 10);

        Assert.All(Planned(story.Plan()), p => Assert.Equal(5, p.Pack));
    }

    [Fact]
    public void Plan_StartsAreDear_AnElementStaysBelowHalfAnHourAndTheWalltime()
    {
        Story half = Begin(start: TimeSpan.FromMinutes(10));
        half.PlanAndSubmit();
        End(half, 20, 60_000);
        Story wall = Begin(stage => stage with { Resources = new ResourceSpec { Walltime = TimeSpan.FromMinutes(5) } }, TimeSpan.FromMinutes(10));
        wall.PlanAndSubmit();
        End(wall, 20, 60_000);

        // A class of wall times is a fifth of its lower bound wide.
        Assert.InRange(Planned(half.Plan()).Select(p => p.Pack).Distinct().Single(), 25, 31);
        Assert.InRange(Planned(wall.Plan()).Select(p => p.Pack).Distinct().Single(), 4, 5);
    }

    [Fact]
    public void Plan_TasksOfTheProbeRunLong_TheRestNeedNotWaitForTheirEnds()
    {
        Story story = Begin();
        story.PlanAndSubmit();
        story.Tell(new Fact.TasksStarted(story.State.OpenArrays.First().Id, IndexSet.Range(0, 3)));
        Assert.Empty(story.Propose());
        DateTimeOffset due = ArrayPlanner.NextDue(story.State, story.Limits, story.Now)!.Value;
        Assert.Equal(story.Now + TimeSpan.FromMilliseconds(160), due);
        story.Now = due;

        IEnumerable<Fact.ArrayPlanned> rest = Planned(story.Plan());
        Assert.Equal(Tasks - 256, rest.Sum(p => p.Tasks.Count));
        Assert.All(rest, p => Assert.Equal(1, p.Pack));
    }

    [Fact]
    public void Plan_ProbeFails_AnotherOneFollows()
    {
        Story story = Begin(stage => stage with { Retry = new RetrySpec { Attempts = 1 } });
        story.PlanAndSubmit();
        ArrayState probe = story.State.OpenArrays.Single();
        story.End(probe.Id.Value, Outcome.Failed, [.. probe.Tasks]);

        Fact.ArrayPlanned next = Assert.Single(Planned(story.Plan()));
        Assert.Equal((1, 256L), (next.Pack, next.Tasks.Count));
    }

    [Fact]
    public void Plan_ManySlots_TheProbeFillsThemFourTimes()
    {
        Story story = Begin(slots: 1_000);

        Assert.Equal(4_000, Planned(story.Plan()).Sum(p => p.Tasks.Count));
    }

    private static Story Begin(Func<StageSpec, StageSpec>? with = null, TimeSpan? start = null, int slots = 0)
    {
        StageSpec stage = Make.Stage("a", Tasks) with { IsPackAutomatic = true, Pack = 10_000 };
        return new Story(Make.Campaign(with is null ? stage : with(stage)))
        {
            Limits = new PlanLimits(10_000, 1_000_000, slots) { StartCost = start ?? TimeSpan.FromMilliseconds(8) },
        };
    }

    private static void End(Story story, int count, long milliseconds)
    {
        ArrayState probe = story.State.OpenArrays.First();
        story.Tell(new Fact.AttemptsEnded(
            probe.Id, [.. probe.Tasks.Take(count).Select(i => story.EndOf(probe, i, Outcome.Succeeded) with { WallMilliseconds = milliseconds })]));
    }

    private static IEnumerable<Fact.ArrayPlanned> Planned(IEnumerable<Fact> facts) => facts.OfType<Fact.ArrayPlanned>();
}
