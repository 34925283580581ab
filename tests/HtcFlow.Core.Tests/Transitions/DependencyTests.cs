using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Facts;
using HtcFlow.Core.State;
using HtcFlow.Core.Sweeps;
using HtcFlow.Core.Tests.Stories;
using HtcFlow.Core.Wire;

namespace HtcFlow.Core.Tests.Transitions;

public sealed class DependencyTests
{
    private static readonly RetrySpec s_once = new() { Attempts = 1 };

    [Fact]
    public void Apply_ToleranceUsedUpAfterAGroupWasReleased_DoomsWhatHasNotBegun()
    {
        Story story = Groups(tolerate: 1);
        story.End(1, Outcome.Failed, 0);
        story.End(1, Outcome.Succeeded, 1);
        Assert.Equal("0", story[1].Released.Peek(9).ToString());

        story.End(1, Outcome.Failed, 2);

        Assert.Equal("", story[1].Released.Peek(9).ToString());
        Assert.Equal("0", story[1].Doomed.Peek(9).ToString());
        Oracle.Check(story.State);
    }

    [Fact]
    public void Apply_LateResultBringsTheToleranceBack_ReleasesTheGroupAgain()
    {
        Story story = Groups(tolerate: 1);
        story.End(1, Outcome.Failed, 0, 2);
        story.End(1, Outcome.Succeeded, 1, 3);
        Assert.Equal("0-1", story[1].Doomed.Peek(9).ToString());

        story.End(1, Outcome.Succeeded, 2);

        Assert.Equal("0-1", story[1].Released.Peek(9).ToString());
        Oracle.Check(story.State);
    }

    [Fact]
    public void Apply_GroupWithoutAnyResult_IsDoomedWhateverIsTolerated()
    {
        Story story = Groups(tolerate: 4);
        story.End(1, Outcome.Failed, 0, 1);

        Assert.Equal("0", story[1].Doomed.Peek(9).ToString());
    }

    [Fact]
    public void Apply_SkippedStage_SkipsWhoeverWaitsForIt()
    {
        var story = new Story(Make.Campaign(
            Make.Stage("a", 1) with { Retry = s_once }, Make.Stage("b", 3, Make.All("a")), Make.Stage("c", 3, Make.Each("b"))));
        story.PlanAndSubmit();
        story.End(1, Outcome.Failed, 0);
        story.Close(1);
        story.Plan();

        Assert.Equal(CampaignPhase.Ended, story.State.Phase);
        Assert.Equal(3, story[2].Ledger.Tally(TaskState.Skipped));
    }

    [Fact]
    public void Apply_RetryOfAnEndedCampaign_GoesOnAndEndsAgain()
    {
        var story = new Story(Make.Campaign(Make.Stage("a", 1) with { Retry = s_once }, Make.Stage("b", 3, Make.All("a"))));
        story.PlanAndSubmit();
        story.End(1, Outcome.Failed, 0);
        story.Close(1);
        story.Plan();

        story.Tell(new Fact.RetryRequested(1, IndexSet.Range(0, 3)), new Fact.RetryRequested(0, IndexSet.Range(0, 1)));
        Assert.Equal(CampaignPhase.Active, story.State.Phase);
        Oracle.Check(story.State);
        story.PlanAndSubmit();
        story.End(2, Outcome.Succeeded, 0);
        story.PlanAndSubmit();
        story.End(3, Outcome.Succeeded, 0, 1, 2);
        story.Close(2);
        story.Close(3);
        story.Plan();

        Assert.Equal(CampaignPhase.Ended, story.State.Phase);
        Assert.Equal(4, story.State.Tally(TaskState.Succeeded));
    }

    [Fact]
    public void Apply_RetryThatReopensNothing_LeavesTheCampaignEnded()
    {
        var story = new Story(Make.Campaign(Make.Stage("a", 1)));
        story.PlanAndSubmit();
        story.End(1, Outcome.Succeeded, 0);
        story.Close(1);
        story.Plan();
        story.Tell(new Fact.RetryRequested(0, IndexSet.Range(0, 1)));

        Assert.Equal(CampaignPhase.Ended, story.State.Phase);
        Assert.Empty(story.Propose());
    }

    [Fact]
    public void Apply_RetryWhileAnotherEdgeIsOpen_KeepsWhatIsDoomed()
    {
        var story = new Story(Make.Campaign(
            Make.Stage("a", 2), Make.Stage("b", 2) with { Retry = s_once }, Make.Stage("c", 2, Make.All("a"), Make.Each("b"))));
        story.PlanAndSubmit();
        ArrayState ofB = story.State.Arrays.Single(a => a.Stage == 1);
        story.End(ofB.Id.Value, Outcome.Failed, 0, 1);
        Assert.Equal(2, story[2].Doomed.Count);

        story.Tell(new Fact.RetryRequested(1, IndexSet.Range(0, 1)));

        Assert.Equal("1", story[2].Doomed.Peek(9).ToString());
        Oracle.Check(story.State);
    }

    [Fact]
    public void Apply_TaskWithAllItsAttempts_IsNotReopened()
    {
        Story story = new(Make.Campaign(Make.Stage("a", 1) with { Retry = s_once }));
        story.PlanAndSubmit();
        story.Tell(new Fact.AttemptsEnded(new(1), [new AttemptEnd(0, 255, Outcome.Failed, 1, Verdict.GiveUp, 1, "")]));
        story.Tell(new Fact.RetryRequested(0, IndexSet.Range(0, 1)));

        Assert.Equal((TaskState.Failed, 255), (story.StateOf(0, 0), story[0].Ledger.AttemptsOf(0)));
    }

    [Fact]
    public void Apply_RejectedArrayWhoseTaskWentOn_TakesOnlyTheOthersBack()
    {
        var story = new Story(Make.Campaign(Make.Stage("a", 2)));
        story.Plan();
        story.Tell(new Fact.TasksCancelled(0, IndexSet.Range(0, 1)), new Fact.RetryRequested(0, IndexSet.Range(0, 1)));
        story.Plan();
        story.Tell(new Fact.ArrayRejected(new(1), "no such queue"));

        Assert.Equal((TaskState.Submitted, 2), (story.StateOf(0, 0), story[0].Ledger.AttemptsOf(0)));
        Assert.Equal((TaskState.Retrying, 0), (story.StateOf(0, 1), story[0].Ledger.AttemptsOf(1)));
        Assert.Equal("no such queue", story.State.HoldReason);
        Oracle.Check(story.State);
    }

    // Four writers in two groups; two readers, one a group. All writers are in array 1.
    private static Story Groups(long tolerate)
    {
        var story = new Story(Make.Campaign(
            Make.Stage("write", Make.Sweep(("density", 2), ("seed", 2))) with { Tolerate = tolerate, Retry = s_once },
            Make.Stage("read", Make.Sweep(("density", 2)), Make.Axes("write", "density"))));
        story.PlanAndSubmit();
        return story;
    }
}
