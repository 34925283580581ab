using HtcFlow.Benchmarks.AwsBatch;

namespace HtcFlow.Benchmarks.Costs;

/// <summary>The clock as the recorder of instances has it: time stands still from when its minute is over until it waits for the next one.</summary>
/// <remarks>A look takes no time here, so that it sees the account as it is at the time that it writes down; in life it takes a second of a minute.</remarks>
internal sealed class LookClock : TimeProvider
{
    private readonly CommonClock _clock;

    /// <summary>Begins with a look.</summary>
    public LookClock(CommonClock clock)
    {
        _clock = clock;
        _clock.Begin();
    }

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override long TimestampFrequency => _clock.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => _clock.GetUtcNow();

    public override long GetTimestamp() => _clock.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ITimer timer = _clock.CreateTimer(
            given =>
            {
                _clock.Begin();
                callback(given);
            },
            state, dueTime, period);
        _clock.End();
        return timer;
    }
}
