using HtcFlow.Aws.Calls.Pace;
using HtcFlow.Testing;

namespace HtcFlow.Aws.Tests.Calls.Pace;

public sealed class CallPaceTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task WaitAsync_ManyCallers_HaveTurnsInAnEvenRow()
    {
        using var pace = new CallPace(50, _time);
        DateTimeOffset begin = _time.GetUtcNow();
        Task[] turns = [.. Enumerable.Range(0, 51).Select(async _ => await pace.WaitAsync(TestContext.Current.CancellationToken))];
        await Pump.RunAsync(Task.WhenAll(turns), _time);
        Assert.Equal(1.0, (_time.GetUtcNow() - begin).TotalSeconds, 2);
    }

    [Fact]
    public async Task WaitAsync_RefusedMeanwhile_TheRestIsSlower()
    {
        using var pace = new CallPace(50, _time);
        int mark = await pace.WaitAsync(TestContext.Current.CancellationToken);
        pace.OnRefused(mark);
        pace.OnRefused(mark);
        Assert.Equal(45, pace.Rate, 6);
    }

    [Fact]
    public async Task WaitAsync_Cancelled_GivesTheTurnToOthers()
    {
        using var pace = new CallPace(1, _time);
        using var cancelled = new CancellationTokenSource();
        await pace.WaitAsync(TestContext.Current.CancellationToken);
        Task<int> second = pace.WaitAsync(cancelled.Token).AsTask();
        Task<int> third = pace.WaitAsync(TestContext.Current.CancellationToken).AsTask();
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        await Pump.RunAsync(third, _time);
        Assert.True(third.IsCompletedSuccessfully);
    }
}
