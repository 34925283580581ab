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

    /// <summary>Wait before the next attempt: none after an interruption, else doubling from <see cref="RetrySpec.Delay"/>.</summary>
    /// <param name="spec">The stage's policy.</param>
    /// <param name="outcome">How the attempt ended.</param>
    /// <param name="failures">Attempts that counted against the task, this one included.</param>
    public static TimeSpan DelayAfter(RetrySpec spec, Outcome outcome, int failures)
    {
        ArgumentNullException.ThrowIfNull(spec);
        if (!Counts(outcome))
        {
            return TimeSpan.Zero;
        }

        // In seconds, because a TimeSpan of years that is doubled 14 times does not fit one.
        double seconds = spec.Delay.TotalSeconds * Math.Pow(2, Math.Clamp(failures - 1, 0, 14));
        return seconds < MaxDelay.TotalSeconds ? TimeSpan.FromSeconds(seconds) : MaxDelay;
    }
}
