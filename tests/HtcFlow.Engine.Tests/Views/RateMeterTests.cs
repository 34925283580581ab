using HtcFlow.Core.Facts;
using HtcFlow.Core.Ids;
using HtcFlow.Core.Wire;
using HtcFlow.Engine.Views;

namespace HtcFlow.Engine.Tests.Views;

public sealed class RateMeterTests
{
    private static readonly DateTimeOffset s_begin = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly RateMeter _meter = new();
    private long _sequence;

    public RateMeterTests() => Add(0, new Fact.EngineStarted("host", 1, "1"));

    [Fact]
    public void PerSecond_FirstSeconds_DividesByTheTimeThatWasWatched()
    {
        Add(5, Ended(20));
        Add(10, Ended(30));

        Assert.Equal(5, _meter.PerSecond(At(10)));
    }

    [Fact]
    public void PerSecond_LongRun_CoversTheLastMinute()
    {
        for (int second = 1; second <= 600; second++)
        {
            Add(second, Ended(second <= 540 ? 100 : 7));
        }

        Assert.InRange(_meter.PerSecond(At(600)), 7, 8.7);
    }

    [Fact]
    public void PerSecond_NothingForAMinute_IsZero()
    {
        Add(5, Ended(20));

        Assert.Equal(0, _meter.PerSecond(At(66)));
    }

    [Fact]
    public void PerSecond_NewEngine_ForgetsTheTimeBefore()
    {
        Add(5, Ended(1000));
        Add(20, new Fact.EngineStarted("host", 2, "1"));
        Add(22, Ended(4));

        Assert.Equal(2, _meter.PerSecond(At(22)));
    }

    [Fact]
    public void PerSecond_ClockBehindTheFacts_IsZero()
    {
        Add(5, Ended(20));

        Assert.Equal(0, _meter.PerSecond(At(-3600)));
    }

    private static DateTimeOffset At(int second) => s_begin + TimeSpan.FromSeconds(second);

    // One more that failed: it says nothing about the rate at which results come.
    private static Fact.AttemptsEnded Ended(int count) => new(new ArrayId(1),
    [
        .. Enumerable.Range(0, count).Select(i => new AttemptEnd(i, 1, Outcome.Succeeded, 0, Verdict.Accept, 10, "m")),
        new AttemptEnd(count, 1, Outcome.Failed, 1, Verdict.Retry, 10, "m"),
    ]);

    private void Add(int second, Fact fact) => _meter.Add(new JournalEntry(++_sequence, At(second), fact));
}
