using HtcFlow.Runner.Guard;

namespace HtcFlow.Runner.Tests.Guard;

public sealed class SlowGuardTests
{
    private static readonly Limits s_none = new(TimeSpan.Zero, TimeSpan.Zero);
    private static readonly Limits s_both = new(TimeSpan.FromSeconds(100), TimeSpan.FromSeconds(30));

    [Fact]
    public void Judge_WithoutLimits_NeverEndsAnything()
    {
        Assert.Null(SlowGuard.Judge(s_none, Seen(1e6, 0)));
        Assert.Null(SlowGuard.NextLook(s_none, Seen(1e6, 0)));
    }

    [Theory]
    [InlineData(29.9, 0, null)]
    [InlineData(30, 0, "no output or checkpoint appeared or grew for 30 s; the limit is 30 s")]
    [InlineData(59, 30, null)]
    [InlineData(60, 30, "no output or checkpoint appeared or grew for 30 s; the limit is 30 s")]
    [InlineData(100, 99, "ran for its whole walltime of 100 s")]
    public void Judge_Elapsed_GivesTheReason(double elapsed, double progress, string? reason) =>
        Assert.Equal(reason, SlowGuard.Judge(s_both, Seen(elapsed, progress)));

    [Theory]
    [InlineData(0, 0, 30)]
    [InlineData(10, 5, 25)]
    [InlineData(90, 89, 10)]
    [InlineData(200, 0, 0)]
    public void NextLook_Observation_IsWhenTheFirstLimitIsReached(double elapsed, double progress, double wait) =>
        Assert.Equal(TimeSpan.FromSeconds(wait), SlowGuard.NextLook(s_both, Seen(elapsed, progress)));

    [Fact]
    public void Judge_AtNextLook_EndsTheAttempt()
    {
        Observation seen = Seen(12, 7);
        TimeSpan wait = SlowGuard.NextLook(s_both, seen)!.Value;

        Assert.Null(SlowGuard.Judge(s_both, seen with { Elapsed = seen.Elapsed + wait - TimeSpan.FromTicks(1) }));
        Assert.NotNull(SlowGuard.Judge(s_both, seen with { Elapsed = seen.Elapsed + wait }));
    }

    private static Observation Seen(double elapsed, double progress) => new(TimeSpan.FromSeconds(elapsed), TimeSpan.FromSeconds(progress));
}
