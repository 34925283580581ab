namespace HtcFlow.Aws.Calls;

/// <summary>A service's clock, by what its refusals tell.</summary>
/// <remarks>Callers: any thread.</remarks>
internal sealed class ServiceClock(TimeProvider time)
{
    /// <summary>Differences below that make no signature wrong, which holds for five minutes; a refused one then has another reason.</summary>
    private static readonly TimeSpan s_least = TimeSpan.FromMinutes(1);

    private long _aheadTicks;

    /// <summary>Time of the service.</summary>
    public DateTimeOffset Now => time.GetUtcNow() + Ahead;

    /// <summary>How far the service's clock is ahead of this machine's.</summary>
    public TimeSpan Ahead => TimeSpan.FromTicks(Interlocked.Read(ref _aheadTicks));

    /// <summary>Compares the clocks; true when they differ by more than was known, so that a new signature may do better.</summary>
    /// <param name="there">What the service's clock showed just now; null if it did not say.</param>
    public bool Learn(DateTimeOffset? there)
    {
        if (there is not { } date)
        {
            return false;
        }

        TimeSpan ahead = date - time.GetUtcNow();
        if ((ahead - Ahead).Duration() < s_least)
        {
            return false;
        }

        Interlocked.Exchange(ref _aheadTicks, ahead.Ticks);
        return true;
    }
}
