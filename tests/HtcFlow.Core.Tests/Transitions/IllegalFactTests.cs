using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Facts;
using HtcFlow.Core.Ids;
using HtcFlow.Core.State;
using HtcFlow.Core.Sweeps;
using HtcFlow.Core.Tests.Stories;
using HtcFlow.Core.Transitions;
using HtcFlow.Core.Wire;

namespace HtcFlow.Core.Tests.Transitions;

/// <summary>What cannot have happened is refused, whoever says it.</summary>
public sealed class IllegalFactTests
{
    private static readonly ArrayId s_first = new(1);
    private static readonly IndexSet s_zero = IndexSet.Range(0, 1);

    [Fact]
    public void Apply_SequenceOrSecondBeginning_IsRefused()
    {
        Story story = Begin();
        story.Refuses(new Fact.CampaignCreated(story.State.Spec, "k"));
        foreach (long sequence in (long[])[0, 1, 3])
        {
            Assert.Throws<InvalidFactException>(() => Applier.Apply(story.State, new JournalEntry(sequence, story.Now, new Fact.CampaignReleased())));
        }

        Assert.Throws<InvalidFactException>(() => Applier.Apply(new CampaignState(), new JournalEntry(1, story.Now, new Fact.CampaignEnded())));
    }

    [Fact]
    public void Apply_CampaignThatCannotWork_IsRefused()
    {
        StageSpec a = Make.Stage("a", 3);
        CampaignSpec[] broken =
        [
            Make.Campaign(),
            Make.Campaign(a, a),
            Make.Campaign(Make.Stage("a", 3, Make.All("b"))),
            Make.Campaign(Make.Stage("a", 3, Make.All("a"))),
            Make.Campaign(Make.Stage("b", 3, Make.All("a")), a),
            Make.Campaign(a, Make.Stage("b", 4, Make.Each("a"))),
            Make.Campaign(a, Make.Stage("b", 3, Make.Axes("a"))),
            Make.Campaign(a, Make.Stage("b", 3, Make.Axes("a", "j"))),
            Make.Campaign(a, Make.Stage("b", 4, Make.Axes("a", "i"))),
            Make.Campaign(a, Make.Stage("b", 3, new EdgeSpec("a", EdgeKind.None, []))),
        ];

        Assert.All(broken, spec => Assert.Throws<InvalidFactException>(() => new Story(spec)));
    }

    [Fact]
    public void Apply_ArrayPlannedWrongly_IsRefused()
    {
        var legal = new Fact.ArrayPlanned(s_first, 0, 1, s_zero, 1);
        Fact[] wrong =
        [
            legal with { Array = new ArrayId(2) },
            legal with { Array = new ArrayId(0) },
            legal with { Stage = 2 },
            legal with { Stage = -1 },
            legal with { Attempt = 0 },
            legal with { Attempt = 2 },
            legal with { Attempt = 256 },
            legal with { Pack = 0 },
            legal with { Tasks = IndexSet.Empty },
            legal with { Tasks = IndexSet.Range(3, 2) },
            legal with { Stage = 1 },
        ];
        Assert.All(wrong, fact => Begin().Refuses(fact));

        Story twice = Begin();
        twice.Tell(legal);
        twice.Refuses(legal with { Array = new ArrayId(2) });
    }

    [Fact]
    public void Apply_RetryPlannedWithAnotherAttempt_IsRefused()
    {
        foreach (int attempt in (int[])[1, 3])
        {
            Story story = Submitted();
            story.End(1, Outcome.Failed, 0);
            story.Refuses(new Fact.ArrayPlanned(new ArrayId(2), 0, attempt, s_zero, 1));
        }
    }

    [Fact]
    public void Apply_ArrayThatIsNotOpen_IsRefused()
    {
        Story closed = Submitted();
        closed.End(1, Outcome.Succeeded, 0, 1, 2, 3);
        closed.Close(1);
        foreach (ArrayId array in (ArrayId[])[s_first, new ArrayId(0), new ArrayId(-1), new ArrayId(2)])
        {
            closed.Refuses(new Fact.ArraySubmitted(array, "job"));
            closed.Refuses(new Fact.ArrayRejected(array, "no"));
            closed.Refuses(new Fact.TasksStarted(array, s_zero));
            closed.Refuses(new Fact.AttemptsEnded(array, []));
            closed.Refuses(new Fact.ArrayClosed(array));
        }
    }

    [Fact]
    public void Apply_ArrayOutOfOrder_IsRefused()
    {
        Submitted().Refuses(new Fact.ArraySubmitted(s_first, "other"));
        Submitted().Refuses(new Fact.ArrayRejected(s_first, "too late"));
        Submitted().Refuses(new Fact.ArrayClosed(s_first));

        Story planned = Begin();
        planned.Plan();
        planned.Refuses(new Fact.TasksStarted(s_first, s_zero));
        planned.Refuses(new Fact.ArrayClosed(s_first));
    }

    [Fact]
    public void Apply_TasksOfAnotherArray_AreRefused()
    {
        var story = new Story(Make.Campaign(Make.Stage("a", 4))) { Limits = new(2, 100, 0) };
        story.PlanAndSubmit();

        story.Refuses(new Fact.TasksStarted(s_first, IndexSet.Range(2, 1)));
        story.Refuses(Ended(2, 1, Outcome.Succeeded, Verdict.Accept));
        story.Refuses(Ended(99, 1, Outcome.Succeeded, Verdict.Accept));
        story.Refuses(Ended(-1, 1, Outcome.Succeeded, Verdict.Accept));
    }

    [Theory]
    [InlineData(1, Outcome.None, Verdict.Accept)]
    [InlineData(1, (Outcome)7, Verdict.GiveUp)]
    [InlineData(1, Outcome.Failed, Verdict.None)]
    [InlineData(1, Outcome.Failed, Verdict.Accept)]
    [InlineData(1, Outcome.Succeeded, Verdict.Retry)]
    [InlineData(1, Outcome.Succeeded, Verdict.GiveUp)]
    [InlineData(1, Outcome.Succeeded, Verdict.Excuse)]
    [InlineData(255, Outcome.Slow, Verdict.Excuse)]
    [InlineData(1, Outcome.Slow, (Verdict)5)]
    [InlineData(0, Outcome.Failed, Verdict.Retry)]
    [InlineData(256, Outcome.Failed, Verdict.GiveUp)]
    [InlineData(255, Outcome.Failed, Verdict.Retry)]
    public void Apply_EndThatContradictsItself_IsRefused(int attempt, Outcome outcome, Verdict verdict) =>
        Submitted().Refuses(Ended(0, attempt, outcome, verdict));

    [Fact]
    public void Apply_EndOfATaskThatEnded_IsRefused()
    {
        Story story = Submitted();
        story.End(1, Outcome.Succeeded, 0);

        story.Refuses(Ended(0, 1, Outcome.Succeeded, Verdict.Accept));
        story.Refuses(Ended(0, 1, Outcome.Failed, Verdict.Retry));
    }

    [Fact]
    public void Apply_EndOfATaskThatWentOnToALaterArray_IsRefused()
    {
        Story story = Submitted();
        story.Tell(new Fact.TasksCancelled(0, s_zero), new Fact.RetryRequested(0, s_zero));
        story.PlanAndSubmit();

        story.Refuses(Ended(0, 2, Outcome.Failed, Verdict.Retry));
        story.Refuses(new Fact.TasksStarted(s_first, s_zero));
        Assert.Equal(TaskState.Submitted, story.StateOf(0, 0));
    }

    [Fact]
    public void Apply_SkippingWhatMayRun_IsRefused() => Submitted().Refuses(new Fact.TasksSkipped(0, s_zero));

    [Fact]
    public void Apply_TasksThatDoNotExist_AreRefused()
    {
        foreach (Func<int, IndexSet, Fact> fact in (Func<int, IndexSet, Fact>[])
            [(s, t) => new Fact.TasksSkipped(s, t), (s, t) => new Fact.TasksCancelled(s, t), (s, t) => new Fact.RetryRequested(s, t)])
        {
            Begin().Refuses(fact(0, IndexSet.Range(3, 2)));
            Begin().Refuses(fact(2, s_zero));
            Begin().Refuses(fact(-1, s_zero));
        }
    }

    [Fact]
    public void Apply_EndOfACampaignThatGoesOn_IsRefused()
    {
        Submitted().Refuses(new Fact.CampaignEnded());

        Story open = Submitted();
        open.End(1, Outcome.Succeeded, 0, 1, 2, 3);
        open.Tell(new Fact.TasksCancelled(1, IndexSet.Range(0, 4)));
        open.Refuses(new Fact.CampaignEnded());
        open.Close(1);
        open.Tell(new Fact.CampaignEnded());
        open.Refuses(new Fact.CampaignEnded());
        open.Refuses(new Fact.CampaignHeld("late"));
        open.Refuses(new Fact.CampaignReleased());
    }

    private static Story Begin() => new(Make.Campaign(Make.Stage("a", 4), Make.Stage("b", 4, Make.Each("a"))));

    private static Story Submitted()
    {
        Story story = Begin();
        story.PlanAndSubmit();
        return story;
    }

    private static Fact.AttemptsEnded Ended(long task, int attempt, Outcome outcome, Verdict verdict) =>
        new(s_first, [new AttemptEnd(task, attempt, outcome, 0, verdict, 5, "local")]);
}
