namespace HtcFlow.Testing;

/// <summary>A clock that stands still until a test moves it; timers fire inside <see cref="Advance"/>, in the order they fall due.</summary>
/// <remarks>
/// Safe to call from several threads. Callbacks run on the thread that advances the clock, outside the lock, so a callback may
/// read the clock, change its timer or start another one. A timer whose due time is zero fires at once, on the thread that
/// starts it. Continuations of an awaited <c>Task.Delay(span, time)</c> run where the runtime puts them: await the task.
/// </remarks>
public sealed class FakeTimeProvider : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly List<FakeTimer> _timers = [];
    private DateTimeOffset _now;
    private long _order;

    /// <summary>Starts at a fixed date, so that a test prints the same on every day.</summary>
    public FakeTimeProvider()
        : this(new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero))
    {
    }

    /// <summary>Starts at <paramref name="start"/>.</summary>
    public FakeTimeProvider(DateTimeOffset start) => _now = start;

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <summary>One tick of the timestamp is one tick of <see cref="TimeSpan"/>: 100 ns.</summary>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>How many timers are waiting to fire; a test of "nothing is left running" expects 0.</summary>
    public int WaitingTimers
    {
        get
        {
            lock (_lock)
            {
                return _timers.Count;
            }
        }
    }

    /// <summary>When the next timer falls due, or null where none waits.</summary>
    public DateTimeOffset? NextDue
    {
        get
        {
            lock (_lock)
            {
                return _timers.Count == 0 ? null : _timers.Min(static t => t.Due);
            }
        }
    }

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock)
        {
            return _now;
        }
    }

    /// <inheritdoc/>
    public override long GetTimestamp() => GetUtcNow().Ticks;

    /// <summary>Moves the clock on by <paramref name="span"/>, stopping at every timer that falls due on the way.</summary>
    public void Advance(TimeSpan span)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(span, TimeSpan.Zero);
        DateTimeOffset target = GetUtcNow() + span;
        while (TakeDue(target) is { } timer)
        {
            timer.Fire();
        }
    }

    /// <summary>Moves the clock to the next timer and fires what falls due then; false where no timer waits.</summary>
    public bool AdvanceToNextTimer()
    {
        if (NextDue is not { } due)
        {
            return false;
        }

        TimeSpan span = due - GetUtcNow();
        Advance(span > TimeSpan.Zero ? span : TimeSpan.Zero);
        return true;
    }

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new FakeTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Queues <paramref name="timer"/> anew, or takes it off the queue where <paramref name="dueTime"/> is infinite.</summary>
    internal void Schedule(FakeTimer timer, TimeSpan dueTime)
    {
        lock (_lock)
        {
            _timers.Remove(timer);
            if (dueTime != Timeout.InfiniteTimeSpan)
            {
                timer.Due = _now + dueTime;
                timer.Order = _order++;
                _timers.Add(timer);
            }
        }
    }

    // Sets the clock to the earliest timer that is due by the target and takes that timer off the queue; with none left, sets
    // the clock to the target. Timers due at the same instant fire in the order in which they were started.
    private FakeTimer? TakeDue(DateTimeOffset target)
    {
        lock (_lock)
        {
            FakeTimer? first = _timers.Where(t => t.Due <= target).MinBy(static t => (t.Due, t.Order));
            if (first is null)
            {
                _now = target > _now ? target : _now;
                return null;
            }

            _now = first.Due > _now ? first.Due : _now;
            _timers.Remove(first);
            return first;
        }
    }
}
