using HtcFlow.Core.Wire;
using HtcFlow.Runner.Attempts;
using HtcFlow.Runner.Supervise;

namespace HtcFlow.Runner.Tests.Attempts;

public sealed class ConclusionTests
{
    private static readonly Dictionary<string, string> s_fine = [];
    private static readonly StopCause s_slow = new(Outcome.Slow, ExitCode.TryAgain, "too slow");

    [Fact]
    public void Of_CodeZeroAndNothingMissing_IsSuccess() =>
        Assert.Equal(Conclusion.Success, Conclusion.Of(Run(0), [], s_fine));

    [Theory]
    [InlineData(3, 0, "the command exited with code 3")]
    [InlineData(139, 11, "the command was killed by SIGSEGV")]
    [InlineData(137, 9, "the command was killed by SIGKILL, from outside or because memory ran out")]
    public void Of_BadEnd_PassesTheCodeThrough(int code, int signal, string reason) =>
        Assert.Equal(new Conclusion(Outcome.Failed, code, reason), Conclusion.Of(Run(code, signal), ["x"], s_fine));

    [Fact]
    public void Of_MissingOutputs_NamesTheFirstFive()
    {
        Conclusion end = Conclusion.Of(Run(0), ["a", "b", "c\nd", "e", "f", "g", "h"], new Dictionary<string, string> { ["a"] = "it is a link" });

        Assert.Equal((Outcome.Failed, ExitCode.OutputMissing), (end.Outcome, end.Exit));
        Assert.Equal("the command exited with 0 but left out 7 declared outputs: a, b, c d, e, f and 2 more; 'a': it is a link", end.Reason);
    }

    [Fact]
    public void Of_Stopped_TriesAgainUnlessItGotReady()
    {
        Assert.Equal(new Conclusion(Outcome.Slow, ExitCode.TryAgain, "too slow"), Conclusion.Of(Run(143, 15, s_slow), [], s_fine));
        Assert.Equal(new Conclusion(Outcome.Slow, ExitCode.TryAgain, "too slow"), Conclusion.Of(Run(0, 0, s_slow), ["x"], s_fine));
        Assert.Equal(Conclusion.Success, Conclusion.Of(Run(0, 0, s_slow), [], s_fine));
    }

    [Theory]
    [InlineData(0, 9)]
    [InlineData(137, 0)]
    public void Of_KilledForWantOfMemory_SaysSo(int code, int signal)
    {
        RunResult run = Run(signal == 0 ? code : 137, signal) with { WhyKilled = "memory ran out" };

        Assert.Equal(new Conclusion(Outcome.Failed, 137, "memory ran out"), Conclusion.Of(run, [], s_fine));
    }

    private static RunResult Run(int code, int signal = 0, StopCause? stop = null) =>
        new(new ChildEnd(code, signal, TimeSpan.Zero), stop, TimeSpan.FromSeconds(1));
}
