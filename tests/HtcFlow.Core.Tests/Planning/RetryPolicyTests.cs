using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Facts;
using HtcFlow.Core.Planning;
using HtcFlow.Core.Wire;

namespace HtcFlow.Core.Tests.Planning;

public sealed class RetryPolicyTests
{
    private static readonly RetrySpec s_spec = new() { Attempts = 3, Interruptions = 2 };

    [Theory]
    [InlineData(Outcome.Succeeded, 1, 0, Verdict.Accept)]
    [InlineData(Outcome.Succeeded, 255, 15, Verdict.Accept)]
    [InlineData(Outcome.Failed, 1, 0, Verdict.Retry)]
    [InlineData(Outcome.Failed, 2, 1, Verdict.Retry)]
    [InlineData(Outcome.Failed, 3, 2, Verdict.GiveUp)]
    [InlineData(Outcome.Slow, 1, 0, Verdict.Retry)]
    [InlineData(Outcome.Slow, 3, 2, Verdict.GiveUp)]
    [InlineData(Outcome.Preempted, 1, 0, Verdict.Retry)]
    [InlineData(Outcome.Preempted, 2, 0, Verdict.Retry)]
    [InlineData(Outcome.Preempted, 3, 0, Verdict.GiveUp)]
    [InlineData(Outcome.Lost, 4, 2, Verdict.Retry)]
    [InlineData(Outcome.Lost, 5, 2, Verdict.GiveUp)]
    [InlineData(Outcome.Failed, 5, 1, Verdict.Retry)]
    [InlineData(Outcome.Cancelled, 1, 0, Verdict.GiveUp)]
    [InlineData(Outcome.None, 1, 0, Verdict.GiveUp)]
    [InlineData(Outcome.Failed, 255, 0, Verdict.GiveUp)]
    public void Decide_Ends_FollowThePolicy(Outcome outcome, int attempts, int failures, Verdict expected) =>
        Assert.Equal(expected, RetryPolicy.Decide(s_spec, outcome, 1, attempts, failures));

    [Theory]
    [InlineData(Outcome.Failed)]
    [InlineData(Outcome.Slow)]
    [InlineData(Outcome.Preempted)]
    [InlineData(Outcome.Lost)]
    public void Decide_OutcomeThatIsNotNamed_IsFinal(Outcome outcome) =>
        Assert.Equal(Verdict.GiveUp, RetryPolicy.Decide(s_spec with { On = [.. s_spec.On.Where(o => o != outcome)] }, outcome, 0, 1, 0));

    [Theory]
    [InlineData(Outcome.Failed, 75, Verdict.Retry)]
    [InlineData(Outcome.Failed, 1, Verdict.GiveUp)]
    [InlineData(Outcome.Slow, 1, Verdict.Retry)]
    [InlineData(Outcome.Preempted, 1, Verdict.Retry)]
    public void Decide_NamedExitCodes_FilterFailuresOnly(Outcome outcome, int exit, Verdict expected) =>
        Assert.Equal(expected, RetryPolicy.Decide(s_spec with { ExitCodes = [75] }, outcome, exit, 1, 0));

    [Theory]
    [InlineData(1, 2)]
    [InlineData(2, 4)]
    [InlineData(3, 8)]
    [InlineData(8, 256)]
    [InlineData(9, 300)]
    [InlineData(15, 300)]
    public void DelayAfter_Failures_DoublesUpToFiveMinutes(int failures, int seconds) => Assert.Equal(
        TimeSpan.FromSeconds(seconds),
        RetryPolicy.DelayAfter(new RetrySpec { Delay = TimeSpan.FromSeconds(2) }, Outcome.Failed, failures, failures));

    [Theory]
    [InlineData(Outcome.Preempted)]
    [InlineData(Outcome.Lost)]
    public void DelayAfter_FirstInterruptions_IsNone(Outcome outcome) => Assert.Equal(TimeSpan.Zero, RetryPolicy.DelayAfter(s_spec, outcome, 5, 2));

    [Theory]
    [InlineData(4, 2)]
    [InlineData(6, 8)]
    [InlineData(40, 300)]
    public void DelayAfter_ManyInterruptions_Grows(int attempts, int seconds) => Assert.Equal(
        TimeSpan.FromSeconds(seconds),
        RetryPolicy.DelayAfter(new RetrySpec { Delay = TimeSpan.FromSeconds(2) }, Outcome.Lost, attempts, 0));

    [Fact]
    public void DelayAfter_AbsurdDelay_IsFiveMinutes() =>
        Assert.Equal(RetryPolicy.MaxDelay, RetryPolicy.DelayAfter(new RetrySpec { Delay = TimeSpan.MaxValue }, Outcome.Failed, 15, 15));
}
