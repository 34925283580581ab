using HtcFlow.Engine.Loop;

namespace HtcFlow.Engine.Tests.Loop;

public sealed class BackoffTests
{
    private static readonly DateTimeOffset s_now = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Next_FailureAfterFailure_DoublesToAMinuteAndSpreads()
    {
        var backoff = new Backoff(new Random(1));
        DateTimeOffset now = s_now;
        var waits = new List<double>();
        for (int i = 0; i < 12; i++)
        {
            TimeSpan wait = backoff.Next(now, TimeSpan.Zero);
            waits.Add(wait.TotalSeconds);
            now += wait;
        }

        for (int i = 0; i < waits.Count; i++)
        {
            double middle = Math.Min(0.5 * Math.Pow(2, i), 60);
            Assert.InRange(waits[i], middle * 0.5, middle * 1.5);
        }

        Assert.True(waits[^1] != waits[^2], "engines that wait equally long come back together");
    }

    [Fact]
    public void Next_CallsQueuedBeforeTheFirstFailure_ShareItsWait()
    {
        var backoff = new Backoff(new Random(1));
        TimeSpan first = backoff.Next(s_now, TimeSpan.Zero);

        for (int i = 0; i < 100; i++)
        {
            Assert.Equal(first, backoff.Next(s_now, TimeSpan.Zero));
        }
    }

    [Fact]
    public void Next_OtherSideAsksForMore_WaitsThatLong()
    {
        var backoff = new Backoff(new Random(1));

        Assert.Equal(TimeSpan.FromSeconds(90), backoff.Next(s_now, TimeSpan.FromSeconds(90)));
    }

    [Fact]
    public void Reset_AfterFailures_BeginsAnew()
    {
        var backoff = new Backoff(new Random(1));
        DateTimeOffset now = s_now;
        for (int i = 0; i < 8; i++)
        {
            now += backoff.Next(now, TimeSpan.Zero);
        }

        backoff.Reset();

        Assert.InRange(backoff.Next(now, TimeSpan.Zero).TotalSeconds, 0.25, 0.75);
    }
}
