using HtcFlow.Runner.Attempts;
using HtcFlow.Testing;

namespace HtcFlow.Runner.Tests.Attempts;

public sealed class AttemptClockTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task StageInAsync_SeveralPieces_AddsTheirTimesUp()
    {
        var clock = new AttemptClock(_time);
        var work = new TaskCompletionSource<int>();
        Task<int> staged = clock.StageInAsync(work.Task);
        _time.Advance(TimeSpan.FromSeconds(3));
        work.SetResult(7);
        Assert.Equal(7, await staged);
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(1, await clock.StageInAsync(Task.FromResult(1)));
        Assert.Equal((TimeSpan.FromSeconds(3), 13_000L), (clock.StagedIn, clock.Milliseconds));
    }

    [Fact]
    public async Task StageInAsync_StoreThatFails_CountsTheTimeAllTheSame()
    {
        var clock = new AttemptClock(_time);
        var work = new TaskCompletionSource<int>();
        Task<int> staged = clock.StageInAsync(work.Task);
        _time.Advance(TimeSpan.FromSeconds(5));
        work.SetException(new IOException("no room"));
        await Assert.ThrowsAsync<IOException>(() => staged);
        Assert.Equal(TimeSpan.FromSeconds(5), clock.StagedIn);
    }
}
