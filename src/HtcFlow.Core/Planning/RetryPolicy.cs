using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Facts;
using HtcFlow.Core.Wire;

namespace HtcFlow.Core.Planning;

/// <summary>Decides what follows when an attempt has ended.</summary>
public static class RetryPolicy
{
    /// <summary>Longest wait before another attempt.</summary>
    public static readonly TimeSpan MaxDelay = TimeSpan.FromMinutes(5);

    /// <summary>Whether an outcome counts against the task (and not against the machine or the market).</summary>
    public static bool Counts(Outcome outcome) => outcome is Outcome.Failed or Outcome.Slow;

    /// <summary>Decides.</summary>
    /// <param name="spec">The stage's policy.</param>
    /// <param name="outcome">How the attempt ended.</param>
    /// <param name="exit">Its exit code.</param>
    /// <param name="attempts">Attempts so far, this one included.</param>
    /// <param name="failures">Attempts before this one that counted against the task.</param>
    public static Verdict Decide(RetrySpec spec, Outcome outcome, int exit, int attempts, int failures)
    {
        ArgumentNullException.ThrowIfNull(spec);
        if (outcome == Outcome.Succeeded)
        {
            return Verdict.Accept;
        }

        if (attempts >= RetrySpec.MaxTotalAttempts || !spec.On.Contains(outcome))
        {
            return Verdict.GiveUp;
        }

        if (!Counts(outcome))
        {
            return attempts - failures <= spec.Interruptions ? Verdict.Retry : Verdict.GiveUp;
        }

        bool codeAllows = outcome != Outcome.Failed || spec.ExitCodes.Count == 0 || spec.ExitCodes.Contains(exit);
        return codeAllows && failures + 1 < spec.Attempts ? Verdict.Retry : Verdict.GiveUp;
    }

    /// <summary>Decides about an attempt that was too slow while far more were than usual: it is an interruption as long as the budget for these
    /// lasts, and what it would have been otherwise after that.</summary>
    /// <param name="spec">The stage's policy.</param>
    /// <param name="otherwise">Verdict of <see cref="Decide"/>.</param>
    /// <param name="attempts">Attempts so far, this one included.</param>
    /// <param name="failures">Attempts before this one that counted against the task.</param>
    public static Verdict DecideInSurge(RetrySpec spec, Verdict otherwise, int attempts, int failures)
    {
        ArgumentNullException.ThrowIfNull(spec);
        bool isExcused = spec.On.Contains(Outcome.Slow) && attempts < RetrySpec.MaxTotalAttempts && attempts - failures <= spec.Interruptions;
        return isExcused ? Verdict.Excuse : otherwise;
    }

    /// <summary>Interruptions after which the next attempt waits: a machine that keeps losing its tasks must not be kept busy with that.</summary>
    public const int FreeInterruptions = 3;

    /// <summary>Wait before the next attempt, doubling from <see cref="RetrySpec.Delay"/>; none after the first interruptions.</summary>
    /// <param name="spec">The stage's policy.</param>
    /// <param name="outcome">How the attempt ended.</param>
    /// <param name="attempts">Attempts so far, this one included.</param>
    /// <param name="failures">Those that counted against the task, this one included.</param>
    public static TimeSpan DelayAfter(RetrySpec spec, Outcome outcome, int attempts, int failures)
    {
        ArgumentNullException.ThrowIfNull(spec);
        int weight = Counts(outcome) ? failures : attempts - failures - FreeInterruptions;
        if (weight <= 0)
        {
            return TimeSpan.Zero;
        }

        // In seconds, because a TimeSpan of years that is doubled 14 times does not fit one.
        double seconds = spec.Delay.TotalSeconds * Math.Pow(2, Math.Min(weight - 1, 14));
        return seconds < MaxDelay.TotalSeconds ? TimeSpan.FromSeconds(seconds) : MaxDelay;
    }
}
