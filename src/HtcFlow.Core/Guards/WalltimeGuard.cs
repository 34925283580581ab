namespace HtcFlow.Core.Guards;

/// <summary>Ends an attempt that has used up its time.</summary>
public static class WalltimeGuard
{
    /// <summary>Judges; null means that the attempt may go on.</summary>
    public static GuardVerdict? Judge(GuardLimits limits, TimeSpan elapsed) => elapsed >= EndsAt(limits)
        ? GuardVerdict.Slow(GuardKind.Walltime, $"ran for its whole walltime of {GuardText.Of(limits.Walltime)}")
        : null;

    /// <summary>When, counted from the start, the attempt is ended; null for never.</summary>
    public static TimeSpan? EndsAt(GuardLimits limits) => limits.Walltime > TimeSpan.Zero ? limits.Walltime : null;
}
