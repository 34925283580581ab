using HtcFlow.Testing;

namespace HtcFlow.Architecture.TestSupport;

/// <summary>Every other test believes this clock.</summary>
public sealed class FakeTimeProviderTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly List<string> _fired = [];

    [Fact]
    public void Advance_SeveralTimers_FireInOrderAtTheirOwnTimes()
    {
        DateTimeOffset start = _time.GetUtcNow();
        using ITimer late = Start("late", 3);
        using ITimer early = Start("early", 1);
        using ITimer twin = Start("twin", 1);

        _time.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(["early@1", "twin@1", "late@3"], _fired);
        Assert.Equal(start + TimeSpan.FromSeconds(5), _time.GetUtcNow());
        Assert.Equal(0, _time.WaitingTimers);
    }

    [Fact]
    public void Advance_PeriodicTimer_FiresOncePerPeriod()
    {
        using ITimer timer = Start("tick", 2, period: 2);

        _time.Advance(TimeSpan.FromSeconds(7));

        Assert.Equal(["tick@2", "tick@4", "tick@6"], _fired);
        Assert.Equal(_time.GetUtcNow() + TimeSpan.FromSeconds(1), _time.NextDue);
    }

    [Fact]
    public void Advance_CallbackStartsATimer_ItFiresOnTheSameWay()
    {
        ITimer? second = null;
        using ITimer first = _time.CreateTimer(
            _ => second = Start("second", 1), null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);

        _time.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal(["second@2"], _fired);
        second!.Dispose();
    }

    [Fact]
    public void Dispose_BeforeItIsDue_NeverFires()
    {
        Start("never", 1).Dispose();

        _time.Advance(TimeSpan.FromSeconds(2));

        Assert.Empty(_fired);
    }

    [Fact]
    public async Task Delay_OnThisClock_EndsWhenTheClockGetsThere()
    {
        Task delay = Task.Delay(TimeSpan.FromMinutes(1), _time, TestContext.Current.CancellationToken);
        _time.Advance(TimeSpan.FromSeconds(59));
        Assert.False(delay.IsCompleted);

        Assert.True(_time.AdvanceToNextTimer());

        await delay;
        Assert.False(_time.AdvanceToNextTimer());
    }

    [Fact]
    public void GetElapsedTime_AfterAdvance_IsWhatWasAdvanced()
    {
        long before = _time.GetTimestamp();

        _time.Advance(TimeSpan.FromMilliseconds(1.5));

        Assert.Equal(TimeSpan.FromMilliseconds(1.5), _time.GetElapsedTime(before));
    }

    private ITimer Start(string name, int seconds, int? period = null)
    {
        DateTimeOffset zero = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
        return _time.CreateTimer(
            _ => _fired.Add($"{name}@{(_time.GetUtcNow() - zero).TotalSeconds}"),
            null,
            TimeSpan.FromSeconds(seconds),
            period is { } every ? TimeSpan.FromSeconds(every) : Timeout.InfiniteTimeSpan);
    }
}
