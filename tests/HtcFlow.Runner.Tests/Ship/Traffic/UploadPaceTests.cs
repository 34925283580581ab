using HtcFlow.Runner.Ship.Traffic;
using HtcFlow.Testing;

namespace HtcFlow.Runner.Tests.Ship.Traffic;

public sealed class UploadPaceTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly Urgency _urgency = new();
    private TimeSpan _used = TimeSpan.FromSeconds(3);
    private TimeSpan _idle = TimeSpan.FromHours(3);

    [Fact]
    public void Delay_WithinTheShare_IsZero()
    {
        UploadPace pace = Pace(0.1);
        for (int second = 0; second < 1000; second++)
        {
            Use(0.09);
            Assert.Equal(TimeSpan.Zero, pace.Delay());
        }
    }

    [Fact]
    public void Delay_AboveTheShare_HoldsTheAverage()
    {
        UploadPace pace = Pace(0.1);
        TimeSpan begun = _used;
        long start = _time.GetTimestamp();
        while (_time.GetElapsedTime(start) < TimeSpan.FromMinutes(10))
        {
            if (pace.Delay() is var delay && delay > TimeSpan.Zero)
            {
                _time.Advance(delay);
            }
            else
            {
                _used += TimeSpan.FromMilliseconds(5); // an upload of 1 MiB
                _time.Advance(TimeSpan.FromMilliseconds(5));
            }
        }

        Assert.InRange((_used - begun).TotalSeconds, 59, 62); // 10 % of 600 s, and what the bucket held
    }

    [Fact]
    public void Delay_ProcessorsThatNobodyWants_MayBeUsed()
    {
        UploadPace pace = Pace(0.1);
        for (int second = 0; second < 1000; second++)
        {
            _idle += TimeSpan.FromSeconds(0.9);
            Use(0.95);
            Assert.Equal(TimeSpan.Zero, pace.Delay());
        }
    }

    [Fact]
    public void Delay_Urgent_IsZeroAndOwesNothingAfterwards()
    {
        UploadPace pace = Pace(0.1);
        Use(100);
        Assert.True(pace.Delay() > TimeSpan.Zero);

        _urgency.IsDeadlineNear = true;
        Assert.Equal(TimeSpan.Zero, pace.Delay());

        _urgency.IsDeadlineNear = false;
        Assert.Equal(TimeSpan.Zero, pace.Delay());
    }

    private UploadPace Pace(double share) => new(share, _urgency, _time, () => _used, () => _idle);

    private void Use(double seconds)
    {
        _used += TimeSpan.FromSeconds(seconds);
        _time.Advance(TimeSpan.FromSeconds(1));
    }
}
