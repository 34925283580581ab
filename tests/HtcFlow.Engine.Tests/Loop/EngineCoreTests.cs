using HtcFlow.Backends.Simulated;
using HtcFlow.Core.Facts;
using HtcFlow.Core.Ports;
using HtcFlow.Core.Requests;
using HtcFlow.Core.Snapshots;
using HtcFlow.Core.State;
using HtcFlow.Core.Tests.Stories;
using HtcFlow.Engine.Journal;
using HtcFlow.Engine.Lanes;
using HtcFlow.Engine.Loop;
using HtcFlow.Engine.Recovery;
using HtcFlow.Engine.Tests.Doubles;
using HtcFlow.Objects.Stores;
using HtcFlow.Testing;

namespace HtcFlow.Engine.Tests.Loop;

public sealed class EngineCoreTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly MemoryJournal _journal = new();
    private readonly MemoryStore _store = new();

    [Fact]
    public async Task Record_DiskFullAtAnyAppend_StateDoesNotRunAhead()
    {
        int appends = await CountAppendsAsync();
        Assert.True(appends > 10);
        for (int broken = 1; broken <= appends; broken++)
        {
            using var test = new EngineCoreTests();
            await test.BreakAsync(broken);
        }
    }

    [Fact]
    public void NewEngine_ClockBehindTheJournal_AppendsNoEarlierTime()
    {
        Begin();
        _ = Open(_journal, new InMemoryBackend(new InMemoryOptions(), _time));
        var early = new ShiftedTime(_time) { Shift = -TimeSpan.FromDays(1) };

        _ = new EngineCore(Parts(_journal, new InMemoryBackend(new InMemoryOptions(), _time)) with { Time = early });

        Assert.Equal(_time.GetUtcNow(), _journal.Read(0).Last().At);
    }

    [Fact]
    public async Task OnReply_ComesTwice_DoesNotEndALaterCall()
    {
        Begin();
        _ = new EngineCore(Parts(_journal, new InMemoryBackend(new InMemoryOptions(), _time))).Advance(_time.GetUtcNow());
        var backend = new InMemoryBackend(new InMemoryOptions { Store = _store }, _time);
        EngineCore core = Open(_journal, backend);
        var worker = new LaneWorker(backend, _store, _time);
        LaneReply notFound = await worker.ExecuteAsync(Assert.Single(core.Advance(_time.GetUtcNow())), CancellationToken.None);
        core.OnReply(notFound, _time.GetUtcNow());
        Assert.IsType<LaneCall.Submit>(Assert.Single(core.Advance(_time.GetUtcNow())));

        core.OnReply(notFound, _time.GetUtcNow());

        Assert.Empty(core.Advance(_time.GetUtcNow()));
    }

    [Fact]
    public async Task Advance_ClockSetOnAfterADoubtfulSubmission_WaitsForTheSearchLagAllTheSame()
    {
        Begin();
        var options = new InMemoryOptions { Store = _store };
        options = options with { Capabilities = options.Capabilities with { SearchLag = TimeSpan.FromMinutes(1) } };
        _ = new EngineCore(Parts(_journal, new InMemoryBackend(options, _time))).Advance(_time.GetUtcNow());
        var backend = new InMemoryBackend(options, _time);
        var wall = new ShiftedTime(_time);
        var core = new EngineCore(Parts(_journal, backend) with { Time = wall });
        var worker = new LaneWorker(backend, _store, _time);

        wall.Shift = TimeSpan.FromHours(1);
        core.OnReply(await worker.ExecuteAsync(Assert.Single(core.Advance(wall.GetUtcNow())), CancellationToken.None), wall.GetUtcNow());

        Assert.Empty(core.Advance(wall.GetUtcNow()));
        _time.Advance(TimeSpan.FromMinutes(1));
        LaneCall again = Assert.IsType<LaneCall.Find>(Assert.Single(core.Advance(wall.GetUtcNow())));
        core.OnReply(await worker.ExecuteAsync(again, CancellationToken.None), wall.GetUtcNow());
        Assert.IsType<LaneCall.Submit>(Assert.Single(core.Advance(wall.GetUtcNow())));
    }

    [Fact]
    public async Task View_BackendThatIsHindered_SaysWhyUntilItIsNot()
    {
        Begin();
        var backend = new HookedBackend(new InMemoryBackend(new InMemoryOptions { Store = _store }, _time), static _ => { }) { Hindrance = "2 elements wait in the error state" };
        EngineCore core = Open(_journal, backend);
        var worker = new LaneWorker(backend, _store, _time);
        core.OnReply(await worker.ExecuteAsync(Assert.Single(core.Advance(_time.GetUtcNow())), CancellationToken.None), _time.GetUtcNow());
        Assert.Equal("2 elements wait in the error state", core.View(_time.GetUtcNow()).Reason);

        backend.Hindrance = "";
        await DriveAsync(core, backend);

        Assert.Equal("", core.View(_time.GetUtcNow()).Reason);
    }

    public void Dispose() => _journal.Dispose();

    private async Task<int> CountAppendsAsync()
    {
        using var test = new EngineCoreTests();
        test.Begin();
        var counted = new BreakingJournal(test._journal, int.MaxValue);
        var backend = new InMemoryBackend(new InMemoryOptions { Store = test._store }, test._time);
        await test.DriveAsync(test.Open(counted, backend), backend);
        return counted.Appends;
    }

    private async Task BreakAsync(int broken)
    {
        Begin();
        var backend = new InMemoryBackend(new InMemoryOptions { Store = _store }, _time);
        EngineCore? core = null;
        await Assert.ThrowsAsync<FaultException>(async () =>
        {
            core = Open(new BreakingJournal(_journal, broken), backend);
            await DriveAsync(core, backend);
        });

        if (core is not null)
        {
            Assert.Equal(StateText.Of(Replay.Load(_journal).State), StateText.Of(core.State));
        }

        EngineCore next = Open(_journal, backend);
        await DriveAsync(next, backend);
        Assert.Equal(CampaignPhase.Ended, next.State.Phase);
        Assert.Equal(10, backend.Started);
    }

    private void Begin() => CampaignBirth.Record(_journal, Campaigns.WriteReadFigure(), "abcdefgh", _time.GetUtcNow());

    private EngineCore Open(IJournal journal, IBackend backend) => new(Parts(journal, backend));

    private EngineParts Parts(IJournal journal, IBackend backend) =>
        new() { Journal = journal, Backend = backend, Store = _store, Time = _time, Dice = new Random(1) };

    private async Task DriveAsync(EngineCore core, IBackend backend)
    {
        var worker = new LaneWorker(backend, _store, _time);
        while (core.End == EngineEnd.None)
        {
            foreach (LaneCall call in core.Advance(_time.GetUtcNow()))
            {
                core.OnReply(await worker.ExecuteAsync(call, CancellationToken.None), _time.GetUtcNow());
            }

            _time.Advance(TimeSpan.FromMilliseconds(250));
        }
    }

    /// <summary>A journal whose disk is full at one append and ever after.</summary>
    private sealed class BreakingJournal(IJournal inner, int broken) : IJournal
    {
        public int Appends { get; private set; }

        public IEnumerable<JournalEntry> Read(long after) => inner.Read(after);

        public void Append(IReadOnlyList<JournalEntry> entries, IReadOnlyList<long> answered)
        {
            if (++Appends >= broken)
            {
                throw new FaultException(FaultKind.Broken, "use the journal", "journal.db", "the disk is full; free some space and resume");
            }

            inner.Append(entries, answered);
        }

        public void Keep(StateSnapshot snapshot) => inner.Keep(snapshot);

        public StateSnapshot? LatestSnapshot() => inner.LatestSnapshot();

        public void Post(UserRequest request) => inner.Post(request);

        public IReadOnlyList<UserRequest> Pending() => inner.Pending();

        public void Dispose() => inner.Dispose();
    }
}
