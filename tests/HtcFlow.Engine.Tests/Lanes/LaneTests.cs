using HtcFlow.Backends.Simulated;
using HtcFlow.Core.Ports;
using HtcFlow.Engine.Lanes;
using HtcFlow.Engine.Tests.Doubles;
using HtcFlow.Objects.Stores;
using HtcFlow.Testing;

namespace HtcFlow.Engine.Tests.Lanes;

public sealed class LaneTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task EnqueueAsync_LookBehindABurst_IsMadeBeforeTheRestOfIt()
    {
        var time = new FakeTimeProvider();
        var calls = new List<string>();
        var begun = new TaskCompletionSource();
        using var gate = new ManualResetEventSlim();
        await using var store = new MemoryStore();
        var backend = new HookedBackend(
            new InMemoryBackend(new InMemoryOptions { Rule = _ => ElementPlay.Held }, time),
            call =>
            {
                if (call != nameof(IBackend.WaitForNewsAsync))
                {
                    calls.Add(call);
                    begun.TrySetResult();
                    gate.Wait(Token);
                }
            });
        await using var lane = new Lane(backend, store, time);
        await lane.EnqueueAsync(new LaneCall.Submit([]) { Number = 1 }, Token);
        await begun.Task.WaitAsync(Token);
        await lane.EnqueueAsync(new LaneCall.Submit([]) { Number = 2 }, Token);
        await lane.EnqueueAsync(new LaneCall.Submit([]) { Number = 3 }, Token);
        await lane.EnqueueAsync(new LaneCall.Observe([]) { Number = 4 }, Token);
        gate.Set();

        var replies = new List<long>();
        while (!lane.IsIdle)
        {
            await lane.WaitAsync(Token);
            while (lane.TryTake(out LaneReply? reply))
            {
                replies.Add(reply.Number);
            }
        }

        Assert.Equal([1, 4, 2, 3], replies.Where(static number => number > 0));
        Assert.Equal(["SubmitAsync", "ObserveAsync", "SubmitAsync", "SubmitAsync"], calls);
    }
}
