using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Facts;
using HtcFlow.Core.Ids;
using HtcFlow.Core.Planning;
using HtcFlow.Core.Ports;
using HtcFlow.Core.State;
using HtcFlow.Core.Sweeps;
using HtcFlow.Core.Tests.Stories;
using HtcFlow.Core.Wire;

namespace HtcFlow.Core.Tests.Planning;

public sealed class ObservationReaderTests
{
    private static readonly IndexSet s_none = IndexSet.Empty;

    [Fact]
    public void Read_NothingNew_GivesNoFacts() => Assert.Empty(Begin(4).Observe(1, s_none, s_none));

    [Fact]
    public void Read_SamePollAgain_GivesNoFactTwice()
    {
        Story story = Begin(4);
        IndexSet running = IndexSet.Parse("0-1");
        LedgerKey[] keys = [Key(2, Outcome.Succeeded), Key(3, Outcome.Failed)];

        story.Tell([.. story.Observe(1, running, IndexSet.Parse("2-3"), keys)]);

        Assert.Equal([TaskState.Running, TaskState.Running, TaskState.Succeeded, TaskState.Retrying], States(story));
        Assert.Empty(story.Observe(1, running, IndexSet.Parse("2-3"), keys));
    }

    [Fact]
    public void Read_RunningElement_IsNotLostWithoutAKey()
    {
        Story story = Begin(2);
        Fact fact = Assert.Single(story.Observe(1, IndexSet.Range(0, 2), s_none));

        Assert.Equal(new Fact.TasksStarted(new ArrayId(1), IndexSet.Range(0, 2)), fact);
    }

    [Fact]
    public void Read_EndedElementWithoutKey_IsLost()
    {
        Story story = Begin(3);
        story.Tell([.. story.Observe(1, s_none, IndexSet.Parse("1"), Key(0, Outcome.Succeeded))]);

        Assert.Equal([TaskState.Succeeded, TaskState.Retrying, TaskState.Submitted], States(story));
        Assert.Equal(1, story[0].Outcomes[(int)Outcome.Lost]);
    }

    [Theory]
    [InlineData(ExitCode.BadOrder, Outcome.Failed)]
    [InlineData(ExitCode.NotFound, Outcome.Failed)]
    [InlineData(ExitCode.StoreFailed, Outcome.Lost)]
    [InlineData(137, Outcome.Lost)]
    [InlineData(-1, Outcome.Lost)]
    public void Read_RunnerEndedWithoutKey_CountsOnlyWhenItCouldNotBegin(int exit, Outcome outcome)
    {
        Story story = Begin(3);
        ArrayState array = story.State.Arrays[0];
        var status = new ArrayStatus
        {
            Handle = array.Handle,
            IsKnown = true,
            Ended = IndexSet.Parse("1"),
            Abnormal = [new ElementEnd(1, exit, "")],
        };

        Fact.AttemptsEnded ended = Assert.IsType<Fact.AttemptsEnded>(
            Assert.Single(ObservationReader.Read(story.State, array, status, [])));

        Assert.Equal((1L, outcome), (ended.Ends[0].Index, ended.Ends[0].Outcome));
    }

    [Fact]
    public void Read_AllEnded_ClosesTheArrayLast()
    {
        Story story = Begin(2);
        IReadOnlyList<Fact> facts = story.Observe(1, s_none, IndexSet.Range(0, 2), Key(0, Outcome.Succeeded));

        Assert.Equal(new Fact.ArrayClosed(new ArrayId(1)), facts[^1]);
        story.Tell([.. facts]);
        Assert.Equal(ArrayPhase.Closed, story.State.Arrays[0].Phase);
        Assert.Empty(story.Observe(1, s_none, IndexSet.Range(0, 2), Key(0, Outcome.Succeeded)));
    }

    [Fact]
    public void Read_ArrayThatTheBackendForgot_LosesWhatLeftNoKey()
    {
        Story story = Begin(3);
        ArrayState array = story.State.Arrays[0];
        var status = new ArrayStatus { Handle = array.Handle, IsKnown = false };

        story.Tell([.. ObservationReader.Read(story.State, array, status, [Key(1, Outcome.Succeeded)])]);

        Assert.Equal([TaskState.Retrying, TaskState.Succeeded, TaskState.Retrying], States(story));
        Assert.Equal(ArrayPhase.Closed, array.Phase);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Read_ResultAmongOtherEnds_Wins(bool reversed)
    {
        Story story = Begin(1);
        LedgerKey[] keys = [Key(0, Outcome.Preempted, 1), Key(0, Outcome.Succeeded, 2), Key(0, Outcome.Failed, 3)];
        story.Tell([.. story.Observe(1, s_none, s_none, reversed ? [.. keys.Reverse()] : keys)]);

        Assert.Equal(TaskState.Succeeded, story.StateOf(0, 0));
        Assert.Equal(2, story[0].Ledger.AttemptsOf(0));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Read_RerunsOfTheScheduler_CountTheLastOne(bool reversed)
    {
        Story story = Begin(1);
        LedgerKey[] keys = [Key(0, Outcome.Preempted, 1), Key(0, Outcome.Preempted, 4), Key(0, Outcome.Preempted, 2)];
        story.Tell([.. story.Observe(1, s_none, IndexSet.Range(0, 1), reversed ? [.. keys.Reverse()] : keys)]);

        Assert.Equal((TaskState.Retrying, 4), (story.StateOf(0, 0), story[0].Ledger.AttemptsOf(0)));
        story.Plan();
        Assert.Equal(5, story.State.Arrays[1].Attempt);
    }

    [Fact]
    public void Read_ForeignKeys_ArePassedOver()
    {
        Story story = Begin(10, new PlanLimits(5, 100, 0));
        LedgerKey[] keys = [Key(7, Outcome.Succeeded), Key(10, Outcome.Succeeded), Key(1L << 39, Outcome.Failed), Key(-1, Outcome.Failed)];

        Assert.Empty(story.Observe(1, s_none, s_none, keys));
    }

    [Fact]
    public void Read_KeyOfAnEarlierAttempt_IsPassedOver()
    {
        Story story = Begin(1);
        story.End(1, Outcome.Preempted, 0);
        story.Close(1);
        story.PlanAndSubmit();

        Assert.Equal(2, story.State.Arrays[1].Attempt);
        Assert.Empty(story.Observe(2, s_none, s_none, Key(0, Outcome.Failed, 1)));
    }

    [Fact]
    public void Read_Pack_StartsOnlyItsFirstOpenTask()
    {
        Story story = Begin(6, pack: 3);
        story.Tell([.. story.Observe(1, IndexSet.Range(0, 2), s_none, Key(0, Outcome.Succeeded))]);

        Assert.Equal([TaskState.Succeeded, TaskState.Running, TaskState.Submitted], States(story)[..3]);
        Assert.Equal([TaskState.Running, TaskState.Submitted, TaskState.Submitted], States(story)[3..]);
    }

    [Fact]
    public void Read_PackThatEndedEarly_LosesItsOtherTasks()
    {
        Story story = Begin(6, pack: 3);
        story.Tell([.. story.Observe(1, s_none, IndexSet.Range(1, 1), Key(3, Outcome.Succeeded), Key(4, Outcome.Preempted))]);

        Assert.Equal([TaskState.Succeeded, TaskState.Retrying, TaskState.Retrying], States(story)[3..]);
        Assert.Equal(1, story[0].Outcomes[(int)Outcome.Lost]);
        Assert.Equal([TaskState.Submitted, TaskState.Submitted, TaskState.Submitted], States(story)[..3]);
    }

    [Fact]
    public void Read_CancelledTask_StaysCancelledUnlessItHasAResult()
    {
        Story story = Begin(3);
        story.Tell(new Fact.TasksCancelled(0, IndexSet.Range(0, 3)));
        LedgerKey[] keys = [Key(0, Outcome.Cancelled), Key(1, Outcome.Succeeded)];
        story.Tell([.. story.Observe(1, s_none, IndexSet.Range(0, 3), keys)]);

        Assert.Equal([TaskState.Cancelled, TaskState.Succeeded, TaskState.Cancelled], States(story));
        Assert.Equal(ArrayPhase.Closed, story.State.Arrays[0].Phase);
    }

    [Fact]
    public void Read_TaskThatWentOnToALaterArray_IsNotLostNorStartedByTheOldOne()
    {
        Story story = Begin(2);
        story.Tell(new Fact.TasksCancelled(0, IndexSet.Range(0, 1)), new Fact.RetryRequested(0, IndexSet.Range(0, 1)));
        story.PlanAndSubmit();
        Assert.Equal(2, story.State.Arrays[1].Attempt);

        Assert.Empty(story.Observe(1, IndexSet.Range(0, 1), s_none, Key(0, Outcome.Cancelled)));
        story.Tell([.. story.Observe(1, s_none, IndexSet.Range(0, 2), Key(0, Outcome.Failed, 2), Key(1, Outcome.Succeeded))]);

        Assert.Equal((TaskState.Submitted, 2), (story.StateOf(0, 0), story[0].Ledger.AttemptsOf(0)));
        Assert.Equal(ArrayPhase.Closed, story.State.Arrays[0].Phase);
    }

    [Fact]
    public void Read_LateResultWhileALaterAttemptRuns_IsAccepted()
    {
        Story story = Begin(2);
        story.End(1, Outcome.Lost, 0);
        story.PlanAndSubmit();
        story.Tell([.. story.Observe(1, s_none, s_none, Key(0, Outcome.Succeeded))]);

        Assert.Equal(TaskState.Succeeded, story.StateOf(0, 0));
        Assert.Equal([new Fact.ArrayClosed(new ArrayId(2))], story.Observe(2, s_none, IndexSet.Range(0, 1), Key(0, Outcome.Cancelled, 2)));
    }

    [Fact]
    public void Read_FailureOfATaskWithAResult_IsPassedOver()
    {
        Story story = Begin(2);
        story.End(1, Outcome.Succeeded, 0);

        Assert.Empty(story.Observe(1, s_none, s_none, Key(0, Outcome.Failed, 2), Key(0, Outcome.Succeeded, 3)));
    }

    private static Story Begin(int tasks, PlanLimits? limits = null, int pack = 1)
    {
        StageSpec stage = Make.Stage("a", tasks) with { Pack = pack, Retry = new RetrySpec { Delay = TimeSpan.Zero } };
        var story = new Story(Make.Campaign(stage)) { Limits = limits ?? new PlanLimits(100, 100, 0) };
        story.PlanAndSubmit();
        return story;
    }

    private static LedgerKey Key(long index, Outcome outcome, int attempt = 1) => new(index, attempt, outcome, 0, 5, "local");

    private static TaskState[] States(Story story) =>
        [.. Enumerable.Range(0, (int)story[0].Ledger.Count).Select(i => story.StateOf(0, i))];
}
