using HtcFlow.Testing;

namespace HtcFlow.Engine.Tests.Loop;

/// <summary>A machine whose clock is set while its timers and its ticks go on.</summary>
internal sealed class ShiftedTime(FakeTimeProvider machine) : TimeProvider
{
    /// <summary>How far the clock is from where it would be.</summary>
    public TimeSpan Shift { get; set; }

    public override long TimestampFrequency => machine.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => machine.GetUtcNow() + Shift;

    public override long GetTimestamp() => machine.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        machine.CreateTimer(callback, state, dueTime, period);
}
