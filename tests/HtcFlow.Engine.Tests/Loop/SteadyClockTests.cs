using HtcFlow.Engine.Loop;
using HtcFlow.Engine.Tests.Doubles;
using HtcFlow.Testing;

namespace HtcFlow.Engine.Tests.Loop;

public sealed class SteadyClockTests
{
    private readonly FakeTimeProvider _machine = new();

    [Fact]
    public void Now_ClockSetBack_GoesOnAtTheSamePace()
    {
        var wall = new ShiftedTime(_machine);
        var clock = new SteadyClock(wall, default);
        DateTimeOffset begin = clock.Now();
        wall.Shift = -TimeSpan.FromHours(1);
        _machine.Advance(TimeSpan.FromSeconds(3));

        Assert.Equal(begin + TimeSpan.FromSeconds(3), clock.Now());
    }

    [Fact]
    public void Now_ClockLeapsOn_Follows()
    {
        var wall = new ShiftedTime(_machine);
        var clock = new SteadyClock(wall, default);
        DateTimeOffset begin = clock.Now();
        wall.Shift = TimeSpan.FromHours(1);

        Assert.Equal(begin + TimeSpan.FromHours(1), clock.Now());
    }

    [Fact]
    public void Now_JournalEndsInTheFuture_StartsThere()
    {
        DateTimeOffset latest = _machine.GetUtcNow() + TimeSpan.FromMinutes(10);
        var clock = new SteadyClock(_machine, latest);
        _machine.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(latest + TimeSpan.FromSeconds(1), clock.Now());
    }

    [Fact]
    public void Now_ClockJumpsToAndFro_NeverDecreases()
    {
        var dice = new Random(1);
        var wall = new ShiftedTime(_machine);
        var clock = new SteadyClock(wall, default);
        DateTimeOffset last = clock.Now();
        for (int i = 0; i < 1000; i++)
        {
            wall.Shift = TimeSpan.FromSeconds(dice.Next(-5000, 5000));
            _machine.Advance(TimeSpan.FromMilliseconds(10));
            DateTimeOffset now = clock.Now();
            Assert.True(now - last >= TimeSpan.FromMilliseconds(10));
            last = now;
        }
    }
}
