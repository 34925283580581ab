namespace HtcFlow.Engine.Loop;

/// <summary>The wall clock as long as it goes on, time that merely passes when it is set back.</summary>
/// <remarks>An engine waits for times of day. A clock that is set back by an hour (a wrong time zone put right, a first answer
/// of a time server) must not make it wait for that hour, and times in a journal never decrease, across engines neither. A clock that
/// leaps on, as after a sleep, only makes things due.</remarks>
public sealed class SteadyClock
{
    private readonly TimeProvider _time;
    private DateTimeOffset _now;
    private long _stamp;

    /// <summary>Starts the clock.</summary>
    /// <param name="time">The clock of the machine.</param>
    /// <param name="notBefore">Latest time that is known to have been.</param>
    public SteadyClock(TimeProvider time, DateTimeOffset notBefore)
    {
        ArgumentNullException.ThrowIfNull(time);
        _time = time;
        _now = notBefore;
        _stamp = time.GetTimestamp();
    }

    /// <summary>Now.</summary>
    public DateTimeOffset Now()
    {
        long stamp = _time.GetTimestamp();
        DateTimeOffset passed = _now + _time.GetElapsedTime(_stamp, stamp);
        DateTimeOffset wall = _time.GetUtcNow();
        _now = wall > passed ? wall : passed;
        _stamp = stamp;
        return _now;
    }
}
