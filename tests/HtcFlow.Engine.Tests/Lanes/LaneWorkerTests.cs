using HtcFlow.Backends.Simulated;
using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Ids;
using HtcFlow.Core.Ports;
using HtcFlow.Core.Sweeps;
using HtcFlow.Core.Wire;
using HtcFlow.Engine.Lanes;
using HtcFlow.Engine.Tests.Doubles;
using HtcFlow.Objects.Stores;
using HtcFlow.Testing;

namespace HtcFlow.Engine.Tests.Lanes;

public sealed class LaneWorkerTests : IAsyncDisposable
{
    private static readonly ArrayId s_array = new(1);
    private static readonly JobName s_name = new("h-flat-only-1-abcdefgh");
    private readonly FakeTimeProvider _time = new();
    private readonly CountedStore _store = new(new MemoryStore());
    private readonly InMemoryBackend _backend;
    private readonly LaneWorker _worker;

    public LaneWorkerTests()
    {
        _backend = new InMemoryBackend(new InMemoryOptions { Rule = _ => ElementPlay.Held }, _time);
        _worker = new LaneWorker(_backend, _store, _time);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ExecuteAsync_LongOrder_IsStoredBeforeTheArrayIsSubmitted()
    {
        await _worker.ExecuteAsync(new LaneCall.Submit([Job(3, "flat/o/abc")]), Token);

        Assert.NotNull(await _store.OpenAsync("flat/o/abc", Token));
        Assert.Equal([s_name], _backend.Known);
    }

    [Fact]
    public async Task ExecuteAsync_Sample_GivesTheReportsThatCanBeRead()
    {
        byte[] good = """{"campaign":"c","stage":"s","index":0,"attempt":1,"array":1,"outcome":"Succeeded","exit":0,"pace":{"bytes":5,"steps":2,"seconds":1.5,"bandwidthBytesPerSecond":0}}"""u8.ToArray();
        await _store.PutAsync("good", new MemoryStream(good), PutCondition.Always, Token);
        await _store.PutAsync("bad", new MemoryStream([1, 2]), PutCondition.Always, Token);

        var reply = (LaneReply.Sampled)await _worker.ExecuteAsync(new LaneCall.Sample(3, ["good", "bad", "absent"]), Token);

        Assert.Equal(3, reply.Stage);
        Assert.Equal(5, Assert.Single(reply.Reports).Pace!.Bytes);
    }

    [Fact]
    public async Task ExecuteAsync_NothingEnded_ListsOnce()
    {
        await SubmitAsync(3);
        for (int look = 0; look < 5; look++)
        {
            await ObserveAsync();
        }

        Assert.Equal(1, _store.Listings);
    }

    [Fact]
    public async Task ExecuteAsync_PackedArray_ListsAtEachLook()
    {
        await SubmitAsync(3);
        await ObserveAsync(isPacked: true);
        await PutAsync(0, Outcome.Succeeded);

        Assert.Single(Assert.Single((await ObserveAsync(isPacked: true)).Observations).Keys);
    }

    [Fact]
    public async Task ExecuteAsync_EndToldBefore_IsNotToldAgain()
    {
        await SubmitAsync(3);
        await PutAsync(0, Outcome.Succeeded);
        await PutAsync(1, Outcome.Failed);
        Assert.Equal("0,1", await KeysAsync(isPacked: true));
        await PutAsync(2, Outcome.Succeeded);
        Assert.Equal("2", await KeysAsync(isPacked: true));

        // What has not succeeded may still do so, when a scheduler runs it again.
        await PutAsync(1, Outcome.Succeeded, attempt: 2);
        Assert.Equal("1", await KeysAsync(isPacked: true));
        Assert.Equal(3, _store.Flushes);
    }

    [Fact]
    public async Task ExecuteAsync_ElementsEndedSinceTheLastListing_AreNotToldWithoutAListing()
    {
        await SubmitAsync(3);
        await ObserveAsync();
        await _backend.EndAsync(s_name, 0, ElementPlay.Vanish(-1, "gone"), Token);
        Assert.Equal("0", (await ObserveAsync()).Observations[0].Status.Ended.ToString());

        Assert.Equal("", (await ObserveAsync()).Observations[0].Status.Ended.ToString());
        Assert.Equal(2, _store.Listings);
    }

    [Fact]
    public async Task ExecuteAsync_EndsNamedLaterThanCounted_AreToldThoughNothingElseEnds()
    {
        var backend = new CountingBackend(_backend);
        var worker = new LaneWorker(backend, _store, _time);
        await worker.ExecuteAsync(new LaneCall.Submit([Job(3, "")]), Token);
        backend.Count = 1;
        Assert.Empty(await LookAsync());
        backend.Named = IndexSet.Range(1, 1);
        Assert.Equal([1L], await LookAsync());
        Assert.Empty(await LookAsync());
        Assert.Equal(2, _store.Listings);

        async Task<IEnumerable<long>> LookAsync() =>
            Assert.IsType<LaneReply.Observed>(await worker.ExecuteAsync(Observe(isPacked: false), Token)).Observations[0].Status.Ended;
    }

    [Fact]
    public async Task ExecuteAsync_FlushFails_NothingIsToldAndTheNextLookFlushes()
    {
        await SubmitAsync(3);
        await PutAsync(0, Outcome.Succeeded);
        _store.FlushFaults.Enqueue(new FaultException(FaultKind.Transient, "flush store", "/store", "input/output error"));

        Assert.IsType<LaneReply.Failed>(await _worker.ExecuteAsync(Observe(isPacked: false), Token));
        Assert.Equal("0", await KeysAsync(isPacked: false));
        Assert.Equal(2, _store.Flushes);
    }

    [Fact]
    public async Task ExecuteAsync_ForgottenArray_IsRememberedNoLonger()
    {
        await SubmitAsync(3);
        await ObserveAsync();
        await _worker.ExecuteAsync(new LaneCall.Forget([(s_array, new JobHandle(s_name, ""))]), Token);

        Assert.False((await ObserveAsync()).Observations[0].Status.IsKnown);
        Assert.Equal(2, _store.Listings);
    }

    public async ValueTask DisposeAsync()
    {
        await _backend.DisposeAsync();
        await _store.DisposeAsync();
    }

    private static LaneCall.Observe Observe(bool isPacked) =>
        new([new ObservationTarget(s_array, new JobHandle(s_name, ""), "flat/l/only/1/", 3, isPacked ? 2 : 1)]);

    private static ArrayJob Job(int elements, string key) => new(
        s_array,
        new ArrayAsk
        {
            Name = s_name,
            Elements = elements,
            Resources = new ResourceSpec(),
            Environment = new Dictionary<string, string>(),
            Campaign = "flat",
            Stage = "only",
        },
        key,
        "an order");

    private Task<LaneReply> SubmitAsync(int elements) => _worker.ExecuteAsync(new LaneCall.Submit([Job(elements, "")]), Token);

    private async Task<LaneReply.Observed> ObserveAsync(bool isPacked = false) =>
        Assert.IsType<LaneReply.Observed>(await _worker.ExecuteAsync(Observe(isPacked), Token));

    private async Task<string> KeysAsync(bool isPacked) =>
        string.Join(',', Assert.Single((await ObserveAsync(isPacked)).Observations).Keys.Select(k => k.Index).Order());

    private Task<bool> PutAsync(long index, Outcome outcome, int attempt = 1) => _store.PutAsync(
        StoreLayout.LedgerEntry("flat", "only", s_array, new LedgerKey(index, attempt, outcome, 0, 5, "m")),
        new MemoryStream(), PutCondition.Always, Token);
}
