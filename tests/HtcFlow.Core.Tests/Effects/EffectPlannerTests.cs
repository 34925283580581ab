using HtcFlow.Core.Effects;
using HtcFlow.Core.Facts;
using HtcFlow.Core.Ids;
using HtcFlow.Core.Planning;
using HtcFlow.Core.State;
using HtcFlow.Core.Sweeps;
using HtcFlow.Core.Tests.Stories;
using HtcFlow.Core.Wire;

namespace HtcFlow.Core.Tests.Effects;

public sealed class EffectPlannerTests
{
    [Fact]
    public void Plan_ManyArrays_AsksInBatches()
    {
        Story story = Begin(250, perArray: 1);
        story.Plan();

        Assert.Equal([100, 100, 50], EffectPlanner.Plan(story.State, new Flights(), story.Now).Cast<Effect.Submit>().Select(s => s.Arrays.Count));
    }

    [Fact]
    public void Plan_DoubtfulArray_IsLookedForBeforeItIsSent()
    {
        Story story = Begin(2);
        story.Plan();
        var flights = new Flights();
        flights.Doubt(new ArrayId(1), default);

        Assert.IsType<Effect.Find>(Assert.Single(EffectPlanner.Plan(story.State, flights, story.Now)));
        flights.Begin(new ArrayId(1), default);
        Assert.Empty(EffectPlanner.Plan(story.State, flights, story.Now));
    }

    [Fact]
    public void Plan_HeldCampaign_SendsNothingNewButLooksForWhatItMayHaveSent()
    {
        Story story = Begin(2, perArray: 1);
        story.Plan();
        story.Tell(new Fact.CampaignHeld("lunch"));
        var flights = new Flights();
        flights.Doubt(new ArrayId(2), default);

        Assert.Equal([2], Assert.IsType<Effect.Find>(Assert.Single(EffectPlanner.Plan(story.State, flights, story.Now))).Arrays.Select(a => a.Value));
    }

    [Fact]
    public void Plan_SubmittedArray_IsObservedWhenDue()
    {
        Story story = Begin(2);
        story.PlanAndSubmit();
        var flights = new Flights();
        flights.ObserveAt(new ArrayId(1), story.Now + TimeSpan.FromSeconds(30));

        Assert.Empty(EffectPlanner.Plan(story.State, flights, story.Now));
        Assert.IsType<Effect.Observe>(Assert.Single(EffectPlanner.Plan(story.State, flights, story.Now + TimeSpan.FromSeconds(30))));
    }

    [Fact]
    public void Plan_ArrayThatIsDueSoon_IsObservedAlongWithOneThatIsDue()
    {
        Story story = Begin(3, perArray: 1);
        story.PlanAndSubmit();
        ArrayId[] arrays = [.. story.State.OpenArrays.Select(a => a.Id)];
        var flights = new Flights { Gather = TimeSpan.FromSeconds(15) };
        flights.ObserveAt(arrays[0], story.Now + TimeSpan.FromSeconds(1));
        flights.ObserveAt(arrays[1], story.Now + TimeSpan.FromSeconds(15));
        flights.ObserveAt(arrays[2], story.Now + TimeSpan.FromSeconds(17));

        Assert.Empty(EffectPlanner.Plan(story.State, flights, story.Now));
        Assert.Equal(
            arrays[..2],
            Assert.IsType<Effect.Observe>(Assert.Single(EffectPlanner.Plan(story.State, flights, story.Now + TimeSpan.FromSeconds(1)))).Arrays);
    }

    [Fact]
    public void Plan_CancelledElements_AreStoppedOnce()
    {
        Story story = Begin(4);
        story.PlanAndSubmit();
        story.Tell(new Fact.TasksCancelled(0, IndexSet.Parse("1-2")));
        var flights = new Flights();

        Effect.Cancel cancel = Assert.IsType<Effect.Cancel>(Assert.Single(EffectPlanner.Plan(story.State, flights, story.Now)));
        Assert.Equal("1-2", cancel.Elements.ToString());
        flights.MarkCancelled(cancel.Array, cancel.Elements);
        Assert.IsType<Effect.Observe>(Assert.Single(EffectPlanner.Plan(story.State, flights, story.Now)));
    }

    [Fact]
    public void Plan_PackOfWhichAPartIsWanted_GoesOn()
    {
        Story story = Begin(6, pack: 3);
        story.PlanAndSubmit();
        story.Tell(new Fact.TasksCancelled(0, IndexSet.Parse("1-5")));

        Effect.Cancel cancel = Assert.IsType<Effect.Cancel>(Assert.Single(EffectPlanner.Plan(story.State, new Flights(), story.Now)));
        Assert.Equal("1", cancel.Elements.ToString());
    }

    [Fact]
    public void Plan_PackWhoseRestWasCancelledAfterAResult_IsStopped()
    {
        Story story = Begin(3, pack: 3);
        story.PlanAndSubmit();
        story.End(1, Outcome.Succeeded, 0);
        story.Tell(new Fact.TasksCancelled(0, IndexSet.Range(0, 3)));

        Assert.IsType<Effect.Cancel>(Assert.Single(EffectPlanner.Plan(story.State, new Flights(), story.Now)));
    }

    [Fact]
    public void Apply_CancelOfOtherTasks_LeavesTheArrayUnmarked()
    {
        Story story = Begin(4, perArray: 2);
        story.PlanAndSubmit();
        story.Tell(new Fact.TasksCancelled(0, IndexSet.Range(2, 2)));

        Assert.Equal([false, true], story.State.Arrays.Select(a => a.HasCancelledTasks));
        Assert.All(story.State.OpenArrays, a => Assert.Equal(ArrayPhase.Submitted, a.Phase));
    }

    private static Story Begin(int tasks, int perArray = 1000, int pack = 1) =>
        new(Make.Campaign(Make.Stage("a", tasks) with { Pack = pack })) { Limits = new PlanLimits(perArray, 1000, 0) };
}
