using HtcFlow.Core.Ports;
using HtcFlow.Runner.Ship;
using HtcFlow.Testing;

namespace HtcFlow.Runner.Tests.Ship;

public sealed class PatienceTests
{
    private readonly FakeTimeProvider _time = new();
    private int _calls;

    [Fact]
    public async Task TryAsync_TwoBadReplies_WaitsAndSucceeds()
    {
        Task<int> trying = new Patience(_time, TimeSpan.FromMinutes(2)).TryAsync(() => Fail(FaultKind.Throttled, 2), TestContext.Current.CancellationToken);

        await AdvanceAsync(trying);

        Assert.Equal(7, await trying);
        Assert.Equal(3, _calls);
    }

    [Fact]
    public async Task TryAsync_NeverWorks_GivesUpWithinItsLimit()
    {
        DateTimeOffset start = _time.GetUtcNow();
        Task<int> trying = new Patience(_time, TimeSpan.FromMinutes(2)).TryAsync(() => Fail(FaultKind.Transient, int.MaxValue), TestContext.Current.CancellationToken);

        await AdvanceAsync(trying);

        await Assert.ThrowsAsync<FaultException>(() => trying);
        Assert.InRange(_time.GetUtcNow() - start, TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(125));
        Assert.InRange(_calls, 10, 60);
    }

    [Theory]
    [InlineData(FaultKind.Denied)]
    [InlineData(FaultKind.Gone)]
    [InlineData(FaultKind.Broken)]
    public async Task TryAsync_UselessToTryAgain_FailsAtOnce(FaultKind kind)
    {
        await Assert.ThrowsAsync<FaultException>(() => new Patience(_time, TimeSpan.FromMinutes(2)).TryAsync(() => Fail(kind, 1), TestContext.Current.CancellationToken));

        Assert.Equal(1, _calls);
    }

    [Fact]
    public async Task TryAsync_BadForSomeTime_TellsItOnceAndTheEndOfIt()
    {
        var said = new List<string>();
        var patience = new Patience(_time, TimeSpan.FromMinutes(2), said.Add);

        await AdvanceAsync(patience.TryAsync(() => Fail(FaultKind.Transient, 3), TestContext.Current.CancellationToken));
        Assert.Empty(said);
        _calls = 0;
        await AdvanceAsync(patience.TryAsync(() => Fail(FaultKind.Transient, 11), TestContext.Current.CancellationToken));

        Assert.Equal(2, said.Count);
        Assert.StartsWith("the store does not work, which is tried again for 2 minutes: put", said[0]);
        Assert.Equal("the store works again", said[1]);
    }

    private async Task AdvanceAsync(Task trying)
    {
        while (!trying.IsCompleted)
        {
            _time.AdvanceToNextTimer();
            await Task.Yield();
        }
    }

    private Task<int> Fail(FaultKind kind, int times) =>
        _calls++ < times ? Task.FromException<int>(new FaultException(kind, "put", "x", "no")) : Task.FromResult(7);
}
