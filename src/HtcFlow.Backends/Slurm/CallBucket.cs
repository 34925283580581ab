using HtcFlow.Backends.Slurm.Replies;

namespace HtcFlow.Backends.Slurm;

/// <summary>Counts calls as slurmctld does where it bounds their rate, and keeps two thirds of what it allows.</summary>
/// <remarks>Only submissions wait for it: looks are few, and a third of the calls is left to them and to the user's own.</remarks>
/// <param name="rate">What is allowed; null for no bound.</param>
/// <param name="clock">Where time comes from.</param>
internal sealed class CallBucket(CallRate? rate, TimeProvider clock)
{
    private const double Share = 2.0 / 3;

    private double _calls = rate is null ? 0 : Math.Max(1, rate.Bucket * Share);
    private DateTimeOffset _filled = clock.GetUtcNow();

    /// <summary>Takes a call out; zero when there was one, else how long until there is.</summary>
    internal TimeSpan Take()
    {
        if (rate is null)
        {
            return TimeSpan.Zero;
        }

        DateTimeOffset now = clock.GetUtcNow();
        double perSecond = Math.Max(1, rate.Refill) * Share / Math.Max(1, rate.Period.TotalSeconds);
        _calls = Math.Min(Math.Max(1, rate.Bucket * Share), _calls + ((now - _filled).TotalSeconds * perSecond));
        _filled = now;
        if (_calls < 1)
        {
            return TimeSpan.FromSeconds((1 - _calls) / perSecond);
        }

        _calls--;
        return TimeSpan.Zero;
    }
}
