using System.Collections.Concurrent;
using System.Threading.Channels;
using HtcFlow.Core.Ports;
using HtcFlow.Core.Wire;
using HtcFlow.Runner.Kernel;
using HtcFlow.Runner.Ship;
using HtcFlow.Runner.Ship.Traffic;
using HtcFlow.Runner.Watch;
using HtcFlow.Testing;

namespace HtcFlow.Runner.Tests.Ship.Traffic;

public sealed class ShipQueueTests : IDisposable
{
    private readonly TempDirectory _scratch = new();
    private readonly FakeTimeProvider _time = new();
    private readonly GatedStore _store = new();
    private readonly Backlog _backlog;
    private readonly ShipQueue _queue;
    private readonly List<string> _ended = [];

    public ShipQueueTests()
    {
        _backlog = new Backlog(_time);
        _queue = new ShipQueue(
            new Uploader(_store, new Patience(_time, TimeSpan.FromMinutes(1))), _backlog, UploadPace.Free(_time), _ => WriterState.None);
    }

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task Add_ManySmallFiles_KeepsManyButNotAllInFlight()
    {
        var gate = new TaskCompletionSource();
        using var begun = new SemaphoreSlim(0);
        _store.OnPut = _ =>
        {
            begun.Release();
            return gate.Task;
        };
        for (int i = 0; i < 100; i++)
        {
            Add("f" + i, 10);
        }

        for (int i = 0; i < ShipQueue.MaxFlying; i++)
        {
            Assert.True(await begun.WaitAsync(TimeSpan.FromSeconds(30), Token));
        }

        Assert.Equal(100, _backlog.Files);
        gate.SetResult();
        await DrainAsync();
        Assert.Equal(ShipQueue.MaxFlying, _store.MostFlying);
        Assert.Equal(100, _ended.Count);
        Assert.Equal((0, 0L), (_backlog.Files, _backlog.Bytes));
    }

    [Fact]
    public async Task Add_LargeFiles_KeepsWithinItsMemory()
    {
        for (int i = 0; i < 12; i++)
        {
            Add("f" + i, 2 << 20);
        }

        await DrainAsync();
        Assert.InRange(_store.MostFlying, 1, 4);
    }

    [Fact]
    public async Task Promote_SomeOfWhatWaits_GoesFirstInItsOrder()
    {
        var gates = new ConcurrentQueue<TaskCompletionSource>();
        var begun = Channel.CreateUnbounded<string>();
        _store.OnPut = key =>
        {
            var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            gates.Enqueue(gate);
            begun.Writer.TryWrite(key);
            return gate.Task;
        };
        for (int i = 0; i < ShipQueue.MaxFlying + 10; i++)
        {
            Add($"f{i:D2}", 10);
        }

        for (int i = 0; i < ShipQueue.MaxFlying; i++)
        {
            await begun.Reader.ReadAsync(Token);
        }

        Add("chk", 10, first: true);
        _queue.Promote(s => s.Name is "f40" or "f41");
        foreach (string next in (string[])["chk", "f40", "f41", "f32"])
        {
            Assert.True(gates.TryDequeue(out TaskCompletionSource? gate));
            gate.SetResult();
            Assert.Equal(next, await begun.Reader.ReadAsync(Token));
        }

        _store.OnPut = _ => Task.CompletedTask;
        while (gates.TryDequeue(out TaskCompletionSource? gate))
        {
            gate.SetResult();
        }

        await DrainAsync();
        Assert.Equal(ShipQueue.MaxFlying + 11, _ended.Count);
    }

    [Fact]
    public async Task IsDone_OfAnEndedLook_DoesNotWaitForLaterOnes()
    {
        var gates = new Dictionary<string, TaskCompletionSource> { ["a"] = new(), ["b"] = new() };
        _store.OnPut = key => gates[key].Task;
        Add("a", 1);
        int look = _queue.EndEpoch();
        Add("b", 1);
        Assert.False(_queue.IsDone(look));

        gates["a"].SetResult();
        await _queue.ArrivalAsync();
        Assert.False(_queue.IsDone(look)); // not before it was delivered
        _queue.Deliver();

        Assert.True(_queue.IsDone(look));
        Assert.False(_queue.IsIdle);
        gates["b"].SetResult();
        await DrainAsync();
        Assert.True(_queue.IsIdle);
    }

    [Fact]
    public async Task Deliver_StoreFails_GivesTheFaultToWhoAskedAndGoesOn()
    {
        _store.OnPut = key => key == "bad" ? Task.FromException(new FaultException(FaultKind.Denied, "put", key, "no")) : Task.CompletedTask;
        Add("bad", 1);
        Add("good", 1);
        await DrainAsync();

        Assert.Equal(["bad: Denied", "good: 1"], _ended.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Add_WriterCameWhileItWasRead_CountsAsChanged()
    {
        var queue = new ShipQueue(
            new Uploader(_store, new Patience(_time, TimeSpan.FromMinutes(1))), _backlog, UploadPace.Free(_time), _ => WriterState.Open);
        queue.Add(Of("mapped", 5), first: false);
        while (!queue.IsIdle)
        {
            await queue.ArrivalAsync();
            queue.Deliver();
        }

        Assert.Equal(["mapped: changed"], _ended);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private void Add(string name, int bytes, bool first = false) => _queue.Add(Of(name, bytes), first);

    private Shipment Of(string name, int bytes)
    {
        string path = _scratch.Write(name, new string('x', bytes));
        return new Shipment(path, name, name, FileStatus.Of(path)!.Value, true, Ended) { Epoch = _queue.Epoch };
    }

    private void Ended(Shipment shipment, Task<StoredFile?> ended) =>
        _ended.Add(shipment.Name + ": " + ended switch
        {
            { IsFaulted: true } => ((FaultException)ended.Exception!.InnerException!).Kind.ToString(),
            { Result: { } stored } => stored.Bytes.ToString(System.Globalization.CultureInfo.InvariantCulture),
            _ => "changed",
        });

    private async Task DrainAsync()
    {
        while (!_queue.IsIdle)
        {
            await _queue.ArrivalAsync();
            _queue.Deliver();
        }
    }
}
