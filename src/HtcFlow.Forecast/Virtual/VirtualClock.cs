namespace HtcFlow.Forecast.Virtual;

/// <summary>A clock that stands still until it is moved; a run of hours takes as long as its decisions.</summary>
public sealed class VirtualClock(DateTimeOffset begin) : TimeProvider
{
    private DateTimeOffset _now = begin;

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => _now;

    /// <inheritdoc/>
    public override long GetTimestamp() => _now.UtcTicks;

    /// <summary>Moves the clock forward; a time that has passed moves nothing.</summary>
    public void MoveTo(DateTimeOffset time) => _now = time > _now ? time : _now;

    /// <summary>Moves the clock forward by a time that is not negative.</summary>
    public void Move(TimeSpan time) => MoveTo(_now + time);

    /// <summary>Sets the clock as an operator or a time service does, backwards too.</summary>
    public void Set(DateTimeOffset time) => _now = time;
}
