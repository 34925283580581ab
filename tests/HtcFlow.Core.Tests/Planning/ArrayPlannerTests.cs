using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Effects;
using HtcFlow.Core.Facts;
using HtcFlow.Core.Ids;
using HtcFlow.Core.Planning;
using HtcFlow.Core.State;
using HtcFlow.Core.Sweeps;
using HtcFlow.Core.Tests.Stories;
using HtcFlow.Core.Wire;

namespace HtcFlow.Core.Tests.Planning;

public sealed class ArrayPlannerTests
{
    [Fact]
    public void Plan_TenMillionTasks_AllocatesByArrays()
    {
        const int Tasks = 10_000_000;
        const int Arrays = 1000;
        var story = new Story(Make.Campaign(Make.Stage("a", Tasks))) { Limits = new PlanLimits(Tasks / Arrays, long.MaxValue, 0) };
        long before = GC.GetAllocatedBytesForCurrentThread();

        IReadOnlyList<Fact> facts = story.Propose();

        // An array with its one range, its id and its place in a list: well below 1 kB.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, Arrays * 1000);
        Assert.Equal(Arrays, facts.Count);
        Assert.Equal(Tasks, facts.Cast<Fact.ArrayPlanned>().Sum(f => f.Tasks.Count));
    }

    [Fact]
    public void Apply_PlanOfTenMillionTasks_AllocatesTwoBytesATaskAndByArrays()
    {
        const int Tasks = 10_000_000;
        const int Arrays = 1000;
        var story = new Story(Make.Campaign(Make.Stage("a", Tasks))) { Limits = new PlanLimits(Tasks / Arrays, long.MaxValue, 0) };
        Fact[] facts = [.. story.Propose()];
        long before = GC.GetAllocatedBytesForCurrentThread();

        story.Tell(facts);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 2 * Tasks, (2 * Tasks) + (3 * StageLedger.ChunkTasks) + (Arrays * 2000));
        Assert.Equal(Tasks, story[0].Ledger.Tally(TaskState.Submitted));
    }

    [Fact]
    public void Plan_SmallWindow_FillsItExactly()
    {
        var story = new Story(Make.Campaign(Make.Stage("a", 100) with { Pack = 3 })) { Limits = new PlanLimits(4, 10, 0) };

        Assert.Equal(["0-11", "12-23", "24-29"], Planned(story.Plan()).Select(f => f.Tasks.ToString()));
        Assert.Equal(10, ArrayPlanner.Outstanding(story.State));
        Assert.Empty(story.Propose());
    }

    [Fact]
    public void Plan_FewTasksAndManySlots_SpreadsThePack()
    {
        var story = new Story(Make.Campaign(Make.Stage("a", 10) with { Pack = 100 })) { Limits = new PlanLimits(100, 100, 4) };

        Fact.ArrayPlanned planned = Assert.Single(Planned(story.Plan()));
        Assert.Equal(3, planned.Pack);
    }

    [Fact]
    public void Plan_LaterStageReleased_GoesFirst()
    {
        var story = new Story(Make.Campaign(Make.Stage("a", 4), Make.Stage("b", 4, Make.Each("a")))) { Limits = new PlanLimits(1, 2, 0) };
        story.PlanAndSubmit();
        story.End(1, Outcome.Succeeded, 0);
        story.Close(1);

        Assert.Equal(1, Assert.Single(Planned(story.Plan())).Stage);
    }

    [Fact]
    public void Plan_Held_PlansNoArraysButSkips()
    {
        var story = new Story(Make.Campaign(Make.Stage("a", 4) with { Retry = new RetrySpec { Attempts = 1 } }, Make.Stage("b", 4, Make.Each("a"))));
        story.PlanAndSubmit();
        story.Tell(new Fact.CampaignHeld("lunch"));
        story.End(1, Outcome.Failed, 0, 1);
        story.End(1, Outcome.Succeeded, 2);

        Assert.Equal([new Fact.TasksSkipped(1, IndexSet.Range(0, 2))], story.Plan());
        story.Tell(new Fact.CampaignReleased());
        Assert.Equal("2", Assert.Single(Planned(story.Plan())).Tasks.ToString());
    }

    [Fact]
    public void Plan_RetryBatch_WaitsUntilItIsDueAndIsOneScatteredArray()
    {
        var story = new Story(Make.Campaign(Make.Stage("a", 10) with { Retry = new RetrySpec { Delay = TimeSpan.FromSeconds(10) } }));
        story.PlanAndSubmit();
        story.End(1, Outcome.Failed, 1, 2, 7);

        Assert.Empty(story.Plan());
        Assert.Equal(Story.Dawn + TimeSpan.FromSeconds(10), ArrayPlanner.NextDue(story.State, story.Limits, story.Now));
        story.Now += TimeSpan.FromSeconds(10);
        Fact.ArrayPlanned planned = Assert.Single(Planned(story.Plan()));
        Assert.Equal((2, "1-2,7"), (planned.Attempt, planned.Tasks.ToString()));
        Assert.Null(ArrayPlanner.NextDue(story.State, story.Limits, story.Now));
    }

    [Fact]
    public void Plan_InterruptedTaskJoinsABatchThatBacksOff_DoesNotWaitForIt()
    {
        var story = new Story(Make.Campaign(Make.Stage("a", 10) with { Retry = new RetrySpec { Delay = TimeSpan.FromMinutes(4) } }));
        story.PlanAndSubmit();
        story.End(1, Outcome.Failed, 1);
        story.End(1, Outcome.Preempted, 2);

        Assert.Equal("1-2", Assert.Single(Planned(story.Plan())).Tasks.ToString());
    }

    [Fact]
    public void Plan_EverythingFinalAndClosed_EndsTheCampaignOnce()
    {
        var story = new Story(Make.Campaign(Make.Stage("a", 2)));
        story.PlanAndSubmit();
        story.End(1, Outcome.Succeeded, 0, 1);
        Assert.Empty(story.Propose());
        story.Close(1);

        Assert.Equal([new Fact.CampaignEnded()], story.Plan());
    }

    [Fact]
    public void PlanClosures_CancelledBeforeItWasSent_ClosesThatArrayOnly()
    {
        var story = new Story(Make.Campaign(Make.Stage("a", 4))) { Limits = new PlanLimits(2, 100, 0) };
        story.Plan();
        story.Tell(new Fact.TasksCancelled(0, IndexSet.Range(0, 3)));

        Assert.Equal([new Fact.ArrayClosed(new ArrayId(1))], ArrayPlanner.PlanClosures(story.State, new Flights(), story.Now));

        var flights = new Flights();
        flights.Doubt(new ArrayId(1), default);
        Assert.Empty(ArrayPlanner.PlanClosures(story.State, flights, story.Now));
    }

    private static IEnumerable<Fact.ArrayPlanned> Planned(IEnumerable<Fact> facts) => facts.OfType<Fact.ArrayPlanned>();
}
