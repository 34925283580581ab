using HtcFlow.Testing;

namespace HtcFlow.Engine.Tests.Doubles;

/// <summary>A machine whose clock is set while its timers and its ticks go on; tells whether somebody waits for one.</summary>
internal sealed class ShiftedTime(FakeTimeProvider machine) : TimeProvider
{
    private int _armed;

    /// <summary>How far the clock is from where it would be.</summary>
    public TimeSpan Shift { get; set; }

    /// <summary>Whether a timer of this clock has neither fired nor been given up.</summary>
    public bool IsArmed => Volatile.Read(ref _armed) > 0;

    public override long TimestampFrequency => machine.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => machine.GetUtcNow() + Shift;

    public override long GetTimestamp() => machine.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        Interlocked.Increment(ref _armed);
        return new OneShot(this, machine, callback, state, dueTime);
    }

    private sealed class OneShot : ITimer
    {
        private readonly ShiftedTime _clock;
        private readonly ITimer _timer;
        private int _isOver;

        public OneShot(ShiftedTime clock, FakeTimeProvider machine, TimerCallback callback, object? state, TimeSpan dueTime)
        {
            _clock = clock;
            _timer = machine.CreateTimer(
                _ =>
                {
                    End();
                    callback(state);
                }, null, dueTime, Timeout.InfiniteTimeSpan);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period) => _timer.Change(dueTime, period);

        public void Dispose()
        {
            End();
            _timer.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        private void End()
        {
            if (Interlocked.Exchange(ref _isOver, 1) == 0)
            {
                Interlocked.Decrement(ref _clock._armed);
            }
        }
    }
}
