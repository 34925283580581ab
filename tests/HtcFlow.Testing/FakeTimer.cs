namespace HtcFlow.Testing;

/// <summary>A timer of <see cref="FakeTimeProvider"/>.</summary>
internal sealed class FakeTimer(FakeTimeProvider time, TimerCallback callback, object? state) : ITimer
{
    private TimeSpan _period = Timeout.InfiniteTimeSpan;
    private bool _disposed;

    /// <summary>When it fires next; means something only while the clock has it queued.</summary>
    internal DateTimeOffset Due { get; set; }

    /// <summary>Breaks ties between timers due at the same instant: the one started first fires first.</summary>
    internal long Order { get; set; }

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        if (_disposed)
        {
            return false;
        }

        // Like the system's timer: a period of zero means "once", and a due time of zero means "now".
        _period = period > TimeSpan.Zero ? period : Timeout.InfiniteTimeSpan;
        if (dueTime == TimeSpan.Zero)
        {
            Fire();
        }
        else
        {
            time.Schedule(this, dueTime);
        }

        return true;
    }

    public void Dispose()
    {
        _disposed = true;
        time.Schedule(this, Timeout.InfiniteTimeSpan);
    }

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    // Queued again before the callback runs, so that a callback which changes or disposes its own timer has the last word.
    internal void Fire()
    {
        time.Schedule(this, _period);
        callback(state);
    }
}
