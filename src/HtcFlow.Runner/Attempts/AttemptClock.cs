namespace HtcFlow.Runner.Attempts;

/// <summary>When an attempt began, and how long it has taken.</summary>
internal sealed class AttemptClock
{
    private readonly TimeProvider _time;
    private readonly long _start;

    public AttemptClock(TimeProvider time)
    {
        _time = time;
        _start = time.GetTimestamp();
        Started = time.GetUtcNow();
    }

    /// <summary>Begin of the attempt.</summary>
    public DateTimeOffset Started { get; }

    /// <summary>Milliseconds since then.</summary>
    public long Milliseconds => (long)_time.GetElapsedTime(_start).TotalMilliseconds;
}
