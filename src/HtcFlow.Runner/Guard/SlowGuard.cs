using System.Globalization;

namespace HtcFlow.Runner.Guard;

/// <summary>Decides whether an attempt is too slow to go on; a pure function of limits and an observation.</summary>
internal static class SlowGuard
{
    /// <summary>Gives the reason for ending the attempt in one line, or null when it may go on.</summary>
    public static string? Judge(Limits limits, Observation seen)
    {
        if (limits.Walltime > TimeSpan.Zero && seen.Elapsed >= limits.Walltime)
        {
            return $"ran for its whole walltime of {Text(limits.Walltime)}";
        }

        TimeSpan silence = seen.Elapsed - seen.LastProgress;
        return limits.Silence > TimeSpan.Zero && silence >= limits.Silence
            ? $"no output or checkpoint appeared or grew for {Text(silence)}; the limit is {Text(limits.Silence)}"
            : null;
    }

    /// <summary>Time until the next judgement can come out differently if nothing happens; null without limits.</summary>
    public static TimeSpan? NextLook(Limits limits, Observation seen)
    {
        TimeSpan? next = null;
        if (limits.Walltime > TimeSpan.Zero)
        {
            next = limits.Walltime - seen.Elapsed;
        }

        if (limits.Silence > TimeSpan.Zero)
        {
            TimeSpan silence = seen.LastProgress + limits.Silence - seen.Elapsed;
            next = next is { } n && n < silence ? n : silence;
        }

        return next is { } wait && wait < TimeSpan.Zero ? TimeSpan.Zero : next;
    }

    private static string Text(TimeSpan span) => span.TotalSeconds < 120
        ? span.TotalSeconds.ToString("0.#", CultureInfo.InvariantCulture) + " s"
        : span.TotalMinutes.ToString("0.#", CultureInfo.InvariantCulture) + " min";
}
