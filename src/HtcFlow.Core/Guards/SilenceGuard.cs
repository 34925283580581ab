namespace HtcFlow.Core.Guards;

/// <summary>Ends an attempt that has brought nothing forth for too long.</summary>
public static class SilenceGuard
{
    /// <summary>Judges; null means that the attempt may go on.</summary>
    /// <param name="limits">Bars.</param>
    /// <param name="elapsed">Time since the start.</param>
    /// <param name="lastProgress">When, counted from the start, an output or checkpoint last appeared or grew; zero at first.</param>
    public static GuardVerdict? Judge(GuardLimits limits, TimeSpan elapsed, TimeSpan lastProgress) => elapsed >= EndsAt(limits, lastProgress)
        ? GuardVerdict.Slow(
            GuardKind.Silence,
            $"no output or checkpoint appeared or grew for {GuardText.Of(elapsed - lastProgress)}; the limit is {GuardText.Of(limits.Silence)}")
        : null;

    /// <summary>When the attempt is ended if nothing comes any more; null for never.</summary>
    public static TimeSpan? EndsAt(GuardLimits limits, TimeSpan lastProgress) =>
        limits.Silence > TimeSpan.Zero ? lastProgress + limits.Silence : null;
}
