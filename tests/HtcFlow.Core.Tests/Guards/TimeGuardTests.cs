using HtcFlow.Core.Guards;

namespace HtcFlow.Core.Tests.Guards;

/// <summary>Walltime and silence.</summary>
public sealed class TimeGuardTests
{
    private static readonly GuardLimits s_both = new() { Walltime = TimeSpan.FromSeconds(100), Silence = TimeSpan.FromSeconds(30) };

    [Fact]
    public void Judge_WithoutLimits_NeverEndsAnything()
    {
        var none = new GuardLimits();

        Assert.Null(WalltimeGuard.Judge(none, TimeSpan.FromDays(1000)));
        Assert.Null(SilenceGuard.Judge(none, TimeSpan.FromDays(1000), TimeSpan.Zero));
        Assert.Null(WalltimeGuard.EndsAt(none));
        Assert.Null(SilenceGuard.EndsAt(none, TimeSpan.Zero));
    }

    [Theory]
    [InlineData(29.9, 0, null)]
    [InlineData(30, 0, "no output or checkpoint appeared or grew for 30 s; the limit is 30 s")]
    [InlineData(59, 30, null)]
    [InlineData(60, 30, "no output or checkpoint appeared or grew for 30 s; the limit is 30 s")]
    public void Silence_Elapsed_GivesTheReason(double elapsed, double progress, string? reason) =>
        Assert.Equal(reason, SilenceGuard.Judge(s_both, TimeSpan.FromSeconds(elapsed), TimeSpan.FromSeconds(progress))?.Reason);

    [Theory]
    [InlineData(99.9, null)]
    [InlineData(100, "ran for its whole walltime of 100 s")]
    public void Walltime_Elapsed_GivesTheReason(double elapsed, string? reason) =>
        Assert.Equal(reason, WalltimeGuard.Judge(s_both, TimeSpan.FromSeconds(elapsed))?.Reason);

    [Fact]
    public void Judge_AtItsOwnTime_EndsTheAttempt()
    {
        TimeSpan progress = TimeSpan.FromSeconds(7);
        TimeSpan end = SilenceGuard.EndsAt(s_both, progress)!.Value;

        Assert.Null(SilenceGuard.Judge(s_both, end - TimeSpan.FromTicks(1), progress));
        Assert.NotNull(SilenceGuard.Judge(s_both, end, progress));
    }
}
