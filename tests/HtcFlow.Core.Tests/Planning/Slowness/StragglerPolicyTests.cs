using FsCheck;
using FsCheck.Fluent;
using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Effects;
using HtcFlow.Core.Facts;
using HtcFlow.Core.Ids;
using HtcFlow.Core.Planning.Slowness;
using HtcFlow.Core.State;
using HtcFlow.Core.Sweeps;
using HtcFlow.Core.Tests.Stories;
using Outcome = HtcFlow.Core.Wire.Outcome;

namespace HtcFlow.Core.Tests.Planning.Slowness;

/// <summary>A stage of 40 tasks in one array: the first ones have succeeded after 7 ms each, the last ones run.</summary>
public sealed class StragglerPolicyTests
{
    private static readonly ArrayId s_array = new(1);

    [Fact]
    public void Plan_TaskFarBeyondTheMedian_IsStopped()
    {
        Story story = Told(running: 1);

        Assert.Equal([new Fact.AttemptsStopped(s_array, IndexSet.Range(39, 1))], Plan(story, TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public void Plan_TaskWithinTheBar_GoesOn() => Assert.Empty(Plan(Told(running: 1), TimeSpan.FromMilliseconds(15)));

    [Fact]
    public void Plan_WithoutFactor_StopsNothing() => Assert.Empty(Plan(Told(running: 1, factor: 0), TimeSpan.FromHours(1)));

    [Fact]
    public void Plan_LessThanHalfEnded_StopsNothing() => Assert.Empty(Plan(Told(running: 1, ended: 19), TimeSpan.FromHours(1)));

    [Fact]
    public void Plan_MostRunningTasksBeyondTheBar_TakesTheWorldForSlow() => Assert.Empty(Plan(Told(running: 10), TimeSpan.FromSeconds(1)));

    [Fact]
    public void Plan_CapUsedUp_WaitsForTheNextWindow() => Assert.Empty(Plan(Told(running: 1), TimeSpan.FromSeconds(1), stoppedLately: 1));

    [Fact]
    public void Plan_ElementNotSeenRunning_IsLeftAlone()
    {
        Story story = Told(running: 1);
        var unseen = new RunningArray(story.State.ArrayOf(s_array), IndexSet.Empty, Story.Dawn.AddHours(1));

        Assert.Empty(StragglerPolicy.Plan(story[0], [unseen], 0));
    }

    [Theory]
    [InlineData(0, Outcome.Failed, Outcome.Slow, Outcome.Preempted, Outcome.Lost)]
    [InlineData(40, Outcome.Failed, Outcome.Slow)]
    public void Plan_InterruptionThatWouldNotBeRetried_StopsNothing(int interruptions, params Outcome[] on) =>
        Assert.Empty(Plan(Told(running: 1, retry: new RetrySpec { Interruptions = interruptions, On = on }), TimeSpan.FromHours(1)));

    [Fact]
    public void Plan_TaskStoppedBefore_HasTwiceTheTime()
    {
        Story story = Told(running: 1);
        IReadOnlyList<Fact> first = Plan(story, TimeSpan.FromSeconds(1));
        story.Tell([.. first]);
        Assert.Equal(1, story[0].StopsOf(39));
        Assert.Empty(Plan(story, TimeSpan.FromSeconds(2)));

        story.End(1, Outcome.Preempted, 39);
        story.PlanAndSubmit();
        story.Tell(new Fact.TasksStarted(new ArrayId(2), IndexSet.Range(39, 1)));
        TimeSpan bar = StragglerPolicy.BarOf(story[0])!.Value;

        Assert.Empty(Plan(story, bar * 1.9, array: 2));
        Assert.Single(Plan(story, bar * 2.1, array: 2));
        Assert.Equal(0, story[0].Ledger.FailuresOf(39));
    }

    [Fact]
    public void Plan_AnyTimes_KeepsTheCapAndNeverStopsASingleTaskTwiceAtATime() => Prop.ForAll(
        Gen.Choose(0, int.MaxValue - 1).ToArbitrary(),
        seed =>
        {
            var dice = new Random(seed);
            Story story = Told(running: dice.Next(1, 20), tasks: 2000, ended: 1500);
            long stopped = 0;
            for (int look = 0; look < 10; look++)
            {
                IReadOnlyList<Fact> facts = Plan(story, TimeSpan.FromMilliseconds(dice.Next(100)), stopped);
                stopped += facts.Sum(f => ((Fact.AttemptsStopped)f).Tasks.Count);
                story.Tell([.. facts]);
                Assert.True(stopped <= StragglerPolicy.MostAtATime(story[0]));
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(30));

    [Fact]
    public void Effects_StoppedTaskOfAPack_CancelsItsElementOnce()
    {
        var story = new Story(Make.Campaign(Make.Stage("a", 9) with { Pack = 3 }));
        story.PlanAndSubmit();
        story.Tell(new Fact.TasksStarted(s_array, IndexSet.Range(3, 1)), new Fact.AttemptsStopped(s_array, IndexSet.Range(3, 1)));
        var flights = new Flights();

        var cancel = Assert.IsType<Effect.Cancel>(Assert.Single(EffectPlanner.Plan(story.State, flights, Story.Dawn)));
        Assert.Equal(IndexSet.Range(1, 1), cancel.Elements);
        flights.MarkCancelled(s_array, cancel.Elements);
        Assert.Empty(EffectPlanner.Plan(story.State, flights, Story.Dawn).OfType<Effect.Cancel>());

        // An engine that starts anew tells it again, until the task has ended.
        Assert.Single(EffectPlanner.Plan(story.Replay(), new Flights(), Story.Dawn).OfType<Effect.Cancel>());
        story.End(1, Outcome.Lost, 3);
        Assert.Empty(EffectPlanner.Plan(story.State, new Flights(), Story.Dawn).OfType<Effect.Cancel>());
        Assert.Equal(StateText.Of(story.State), StateText.Of(story.Replay()));
    }

    private static IReadOnlyList<Fact> Plan(Story story, TimeSpan after, long stoppedLately = 0, int array = 1)
    {
        ArrayState state = story.State.ArrayOf(new ArrayId(array));
        return StragglerPolicy.Plan(story[0], [new RunningArray(state, IndexSet.Range(0, state.Elements), Story.Dawn + after)], stoppedLately);
    }

    private static Story Told(int running, double factor = 3, int ended = 30, int tasks = 40, RetrySpec? retry = null)
    {
        var story = new Story(Make.Campaign(Make.Stage("a", tasks) with
        {
            Watch = new WatchSpec { StragglerFactor = factor },
            Retry = retry ?? new RetrySpec(),
        }))
        {
            Limits = new(MaxArrayElements: 10_000, MaxOutstandingElements: 100_000, Slots: 0),
        };
        story.PlanAndSubmit();
        story.End(1, Outcome.Succeeded, [.. Enumerable.Range(0, ended).Select(i => (long)i)]);
        story.Tell(new Fact.TasksStarted(s_array, IndexSet.Range(tasks - running, running)));
        return story;
    }
}
