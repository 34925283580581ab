using HtcFlow.Backends.Clusters;
using HtcFlow.Testing;

namespace HtcFlow.Backends.Tests.Clusters;

public sealed class NewsDeskTests
{
    private readonly FakeTimeProvider _clock = new();
    private readonly NewsDesk _desk;

    public NewsDeskTests() => _desk = new NewsDesk(TimeSpan.FromSeconds(1), _clock);

    [Fact]
    public async Task Wait_ToldInARest_IsOverWithTheRest()
    {
        _desk.Rest(TimeSpan.FromSeconds(3));
        _desk.Tell();
        Task waiting = WaitAsync();
        Assert.False(waiting.IsCompleted);
        await MoveAsync(waiting, TimeSpan.FromSeconds(3));
    }

    [Fact]
    public async Task Wait_ToldWithoutARest_IsOverAtOnce()
    {
        _desk.Tell();
        await WaitAsync();
    }

    [Fact]
    public async Task Wait_NothingToldInTheRest_GoesOnBehindIt()
    {
        _desk.Rest(TimeSpan.FromSeconds(1));
        _desk.TellIn(TimeSpan.FromSeconds(5));
        await MoveAsync(WaitAsync(), TimeSpan.FromSeconds(5));
    }

    private Task WaitAsync() => _desk.WaitAsync(static _ => Task.CompletedTask, TestContext.Current.CancellationToken);

    // Moves from one look to the next until the wait is over, which has to be at the given time.
    private async Task MoveAsync(Task waiting, TimeSpan expected)
    {
        DateTimeOffset begin = _clock.GetUtcNow();
        while (!waiting.IsCompleted)
        {
            if (!_clock.AdvanceToNextTimer())
            {
                await Task.Yield();
            }
        }

        await waiting;
        Assert.Equal(expected, _clock.GetUtcNow() - begin);
    }
}
