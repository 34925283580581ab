using HtcFlow.Backends.Simulated;
using HtcFlow.Core.Facts;
using HtcFlow.Core.Ports;
using HtcFlow.Core.Requests;
using HtcFlow.Core.Snapshots;
using HtcFlow.Core.State;
using HtcFlow.Engine.Journal;
using HtcFlow.Engine.Lanes;
using HtcFlow.Engine.Loop;
using HtcFlow.Engine.Recovery;
using HtcFlow.Objects.Stores;
using HtcFlow.Testing;

namespace HtcFlow.Engine.Tests.Loop;

public sealed class SnapshotKeeperTests
{
    private const int Tasks = 1_000;

    [Fact]
    public async Task Run_ManyMoves_KeepsSnapshotsNowAndThen()
    {
        using var journal = new WatchedJournal();

        await RunAsync(journal, new SnapshotPolicy(Least: 700, Share: 1));

        // Planned, started or not, and ended: two or three moves a task.
        Assert.InRange(journal.Kept.Count, 1, 3);
        Assert.Equal(Tasks, Replay.Load(journal).State.Tally(TaskState.Succeeded));
    }

    [Fact]
    public async Task Rest_AfterSomeMoves_KeepsTheLastState()
    {
        using var journal = new WatchedJournal();
        EngineCore core = await RunAsync(journal, new SnapshotPolicy(AtRest: Tasks));

        core.Rest();
        core.Rest();

        Assert.Equal([core.State.Sequence], journal.Kept);
        Assert.Equal(0, Replay.Load(journal).Moves);
    }

    [Fact]
    public async Task Run_SnapshotsCannotBeKept_EndsAllTheSame()
    {
        using var journal = new WatchedJournal { IsFull = true };

        EngineCore core = await RunAsync(journal, new SnapshotPolicy(Least: 100, Share: int.MaxValue));

        Assert.Equal(EngineEnd.Ended, core.End);
        Assert.Empty(journal.Kept);
    }

    private static async Task<EngineCore> RunAsync(IJournal journal, SnapshotPolicy policy)
    {
        var time = new FakeTimeProvider();
        var store = new MemoryStore();
        CampaignBirth.Record(journal, Campaigns.Flat(Tasks), "abcdefgh", time.GetUtcNow());
        var backend = new InMemoryBackend(new InMemoryOptions { Store = store, Rule = s => ElementPlay.Succeed(s, TimeSpan.FromSeconds(1)) }, time);
        var core = new EngineCore(new EngineParts
        {
            Journal = journal,
            Backend = backend,
            Store = store,
            Time = time,
            Dice = new Random(1),
            Snapshots = policy,
        });
        var worker = new LaneWorker(backend, store, time);
        while (core.End == EngineEnd.None)
        {
            time.Advance(TimeSpan.FromMinutes(1));
            foreach (LaneCall call in core.Advance(time.GetUtcNow()))
            {
                core.OnReply(await worker.ExecuteAsync(call, TestContext.Current.CancellationToken), time.GetUtcNow());
            }
        }

        return core;
    }

    private sealed class WatchedJournal : IJournal
    {
        private readonly MemoryJournal _inner = new();

        public List<long> Kept { get; } = [];

        public bool IsFull { get; init; }

        public IEnumerable<JournalEntry> Read(long after) => _inner.Read(after);

        public void Append(IReadOnlyList<JournalEntry> entries, IReadOnlyList<long> answered) => _inner.Append(entries, answered);

        public void Keep(StateSnapshot snapshot)
        {
            if (IsFull)
            {
                throw new FaultException(FaultKind.Broken, "write", "the journal", "the disk is full");
            }

            _inner.Keep(snapshot);
            Kept.Add(snapshot.Sequence);
        }

        public StateSnapshot? LatestSnapshot() => _inner.LatestSnapshot();

        public void Post(UserRequest request) => _inner.Post(request);

        public IReadOnlyList<UserRequest> Pending() => _inner.Pending();

        public void Dispose() => _inner.Dispose();
    }
}
