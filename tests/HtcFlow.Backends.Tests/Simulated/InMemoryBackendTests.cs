using HtcFlow.Backends.Simulated;
using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Ids;
using HtcFlow.Core.Ports;
using HtcFlow.Core.Sweeps;
using HtcFlow.Core.Wire;
using HtcFlow.Testing;

namespace HtcFlow.Backends.Tests.Simulated;

/// <summary>What only the twin can do: time by hand, keys by rule, troubles on demand.</summary>
public sealed class InMemoryBackendTests
{
    private readonly FakeTimeProvider _clock = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Rule_Durations_EndElementsAtTheirOwnTimes()
    {
        var backend = new InMemoryBackend(Options(2, static s => new ElementPlay { Duration = TimeSpan.FromSeconds(10 * (s.Element + 1)) }), _clock);
        JobHandle handle = await backend.SubmitOneAsync(Script.Ask("h-t", 3, "0"));
        // Two slots: element 0 ends at 10 s, 1 at 20 s; 2 starts at 10 s and ends at 40 s, however late anybody looks.
        _clock.Advance(TimeSpan.FromSeconds(39));
        Assert.Equal("0-1", (await backend.StatusAsync(handle)).Ended.ToString());
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("0-2", (await backend.StatusAsync(handle)).Ended.ToString());
    }

    [Fact]
    public async Task WaitForNews_NextEnd_CompletesWhenTheClockReachesIt()
    {
        var backend = new InMemoryBackend(Options(1, static _ => new ElementPlay { Duration = TimeSpan.FromSeconds(10) }), _clock);
        JobHandle handle = await backend.SubmitOneAsync(Script.Ask("h-t", 1, "0"));
        Task news = backend.WaitForNewsAsync(Token);
        Assert.False(news.IsCompleted);
        await Script.SoonAsync(() => _clock.WaitingTimers > 0);
        _clock.Advance(TimeSpan.FromSeconds(10));
        await news;
        Assert.Single((await backend.StatusAsync(handle)).Ended);
        Assert.Equal(0, _clock.WaitingTimers);
    }

    [Fact]
    public async Task Store_Successes_GetAcceptancesAndLedgerKeysOfEveryTask()
    {
        var store = new KeyStore();
        var backend = new InMemoryBackend(Options(2, static s => s.Element == 1
            ? ElementPlay.End(s, Outcome.Failed, 9)
            : ElementPlay.Succeed(s, TimeSpan.FromMilliseconds(5))) with
        { Store = store }, _clock);
        JobHandle handle = await backend.SubmitOneAsync(Ordered("h-keys", indices: "10-13,20", pack: 2));
        _clock.Advance(TimeSpan.FromSeconds(1));
        ArrayStatus status = await backend.StatusAsync(handle);
        Assert.Equal((1, 1), (Assert.Single(status.Abnormal).Element, status.Abnormal[0].Exit));
        Assert.Equal(
            ["10.a3.succeeded.0.5.simulated", "11.a3.succeeded.0.5.simulated", "12.a3.failed.9.0.simulated", "13.a3.failed.9.0.simulated", "20.a3.succeeded.0.5.simulated"],
            store.Keys.Where(static k => k.StartsWith("c/l/s/7/", StringComparison.Ordinal)).Select(static k => k[(k.LastIndexOf('/') + 1)..]).Order(StringComparer.Ordinal));
        Assert.Equal(3, store.Keys.Count(static k => k.EndsWith("accepted.json", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(BackendTrouble.LostBefore, FaultKind.Transient, 0)]
    [InlineData(BackendTrouble.LostAfter, FaultKind.Transient, 1)]
    [InlineData(BackendTrouble.Throttled, FaultKind.Throttled, 0)]
    [InlineData(BackendTrouble.Denied, FaultKind.Denied, 0)]
    public async Task Inject_TroubleWithSubmit_HasTheEffectItsNameSays(BackendTrouble trouble, FaultKind kind, int accepted)
    {
        var backend = new InMemoryBackend(Options(1, static _ => ElementPlay.Held), _clock);
        backend.Inject(BackendOperation.Submit, trouble);
        ArrayAsk ask = Script.Ask("h-t", 1, "0");
        FaultException fault = await Assert.ThrowsAsync<FaultException>(() => backend.SubmitAsync([ask], Token));
        Assert.Equal(kind, fault.Kind);
        Assert.Equal(accepted, (await backend.FindAsync([ask.Name], Token)).Count);
        await backend.SubmitOneAsync(ask);
        Assert.Single(backend.Accepted);
        Assert.Equal(2, backend.CallsOf(BackendOperation.Submit));
    }

    [Fact]
    public async Task Inject_Missed_HidesWhatIsThereOnce()
    {
        var backend = new InMemoryBackend(Options(1, static _ => ElementPlay.Held), _clock);
        JobHandle handle = await backend.SubmitOneAsync(Script.Ask("h-t", 1, "0"));
        backend.Inject(BackendOperation.Find, BackendTrouble.Missed);
        backend.Inject(BackendOperation.Observe, BackendTrouble.Missed);
        Assert.Empty(await backend.FindAsync([handle.Name], Token));
        Assert.Single(await backend.FindAsync([handle.Name], Token));
        Assert.False((await backend.StatusAsync(handle)).IsKnown);
        Assert.True((await backend.StatusAsync(handle)).IsKnown);
    }

    [Fact]
    public async Task Outage_EveryCall_FailsWhileWorkGoesOn()
    {
        var backend = new InMemoryBackend(Options(1, static _ => new ElementPlay { Duration = TimeSpan.FromSeconds(5) }), _clock);
        JobHandle handle = await backend.SubmitOneAsync(Script.Ask("h-t", 1, "0"));
        backend.IsOutage = true;
        _clock.Advance(TimeSpan.FromSeconds(5));
        await Assert.ThrowsAsync<FaultException>(() => backend.StatusAsync(handle));
        backend.IsOutage = false;
        Assert.Single((await backend.StatusAsync(handle)).Ended);
    }

    [Fact]
    public async Task Lose_Array_IsUnknownAndItsSlotsAreFree()
    {
        var backend = new InMemoryBackend(Options(1, static _ => ElementPlay.Held), _clock);
        JobHandle lost = await backend.SubmitOneAsync(Script.Ask("h-lost", 2, "0"));
        JobHandle next = await backend.SubmitOneAsync(Script.Ask("h-next", 1, "0"));
        await backend.LoseAsync(lost.Name, Token);
        Assert.False((await backend.StatusAsync(lost)).IsKnown);
        Assert.Single((await backend.StatusAsync(next)).Running);
    }

    [Fact]
    public async Task End_ElementThatDoesNotRun_Throws()
    {
        var backend = new InMemoryBackend(Options(1, static _ => ElementPlay.Held), _clock);
        await backend.SubmitOneAsync(Script.Ask("h-t", 2, "0"));
        await Assert.ThrowsAsync<InvalidOperationException>(() => backend.EndAsync(new JobName("h-t"), 1, new ElementPlay(), Token));
    }

    private static InMemoryOptions Options(int slots, ElementRule rule)
    {
        var options = new InMemoryOptions { Rule = rule };
        return options with { Capabilities = options.Capabilities with { Slots = slots } };
    }

    private static ArrayAsk Ordered(string name, string indices, int pack)
    {
        var order = new StageOrder
        {
            Campaign = "c",
            Store = "s",
            Array = 7,
            Attempt = 3,
            Indices = indices,
            Pack = pack,
            Stage = new StageSpec { Name = "s", Command = ["true"], Sweep = new Sweep([]) },
        };
        return Script.Ask(name, 3, "0") with
        {
            Environment = new Dictionary<string, string>(StringComparer.Ordinal) { [RunnerEnvironment.Order] = OrderCodec.Format(order) },
        };
    }
}
