using System.Runtime.CompilerServices;
using HtcFlow.Backends.Simulated;
using HtcFlow.Core.Ports;
using HtcFlow.Core.State;
using HtcFlow.Core.Tests.Stories;
using HtcFlow.Engine.Journal;
using HtcFlow.Engine.Lanes;
using HtcFlow.Engine.Loop;
using HtcFlow.Engine.Recovery;
using HtcFlow.Objects.Stores;
using HtcFlow.Testing;

namespace HtcFlow.Engine.Tests.Disks;

/// <summary>The disk under a journal gets full: the engine stops and says so, and goes on without a loss when there is room again.</summary>
public sealed class FullDiskTests : IDisposable
{
    private const int Tasks = 600;
    private const long Room = 64 << 20;
    private readonly TempDirectory _directory = new();
    private readonly FakeTimeProvider _time = new();
    private readonly MemoryStore _store = new();
    private readonly InMemoryBackend _backend;

    public FullDiskTests() => _backend = new InMemoryBackend(
        new InMemoryOptions { Rule = static started => ElementPlay.Succeed(started, TimeSpan.FromSeconds(1 + (started.Element % 7))), Store = _store }, _time);

    [Theory]
    [InlineData(4)]
    [InlineData(6)]
    [InlineData(9)]
    public async Task Engine_FileMayNotGrow_GoesOnWhenItMay(int pages)
    {
        string file = _directory.At("journal.db");
        await RunAsync(file, journal => DatabaseOf(journal).Execute($"PRAGMA max_page_count = {pages}"), static () => { });
    }

    [Theory]
    [InlineData(100 << 10)]
    [InlineData(160 << 10)]
    [InlineData(240 << 10)]
    public async Task Engine_DiskIsFull_GoesOnWhenThereIsRoom(long bytes)
    {
        using var disk = new SmallDisk(bytes);
        await RunAsync(disk.At("journal.db"), static _ => { }, () => disk.Resize(Room));
    }

    public void Dispose() => _directory.Dispose();

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_database")]
    private static extern ref SqliteDatabase DatabaseOf(SqliteJournal journal);

    private async Task RunAsync(string file, Action<SqliteJournal> limit, Action free)
    {
        string before;
        using (SqliteJournal journal = SqliteJournal.Open(file))
        {
            limit(journal);
            CampaignBirth.Record(journal, Campaigns.Flat(Tasks), "abcdefgh", _time.GetUtcNow());
            var core = new EngineCore(Parts(journal));
            FaultException fault = await Assert.ThrowsAsync<FaultException>(() => DriveAsync(core));
            Assert.Equal(FaultKind.Broken, fault.Kind);
            Assert.Contains("the disk is full; free some space and resume", fault.Message, StringComparison.Ordinal);
            before = StateText.Of(core.State);
        }

        free();
        using SqliteJournal again = SqliteJournal.Open(file);

        // What was decided last is not on the disk, so it did not happen; everything before it is there.
        Assert.Equal(before, StateText.Of(Replay.Load(again).State));
        var next = new EngineCore(Parts(again));
        await DriveAsync(next);
        Assert.Equal(Tasks, next.State.Tally(TaskState.Succeeded));
        Assert.Equal(StateText.Of(next.State), StateText.Of(Replay.Load(again, static _ => { }).State));
        Assert.Equal(Tasks, _backend.Started);
    }

    private EngineParts Parts(SqliteJournal journal) =>
        new() { Journal = journal, Backend = _backend, Store = _store, Time = _time, Dice = new Random(1) };

    private async Task DriveAsync(EngineCore core)
    {
        var worker = new LaneWorker(_backend, _store, _time);
        for (int step = 0; core.End == EngineEnd.None; step++)
        {
            Assert.True(step < 20_000, "the campaign does not end");
            foreach (LaneCall call in core.Advance(_time.GetUtcNow()))
            {
                core.OnReply(await worker.ExecuteAsync(call, CancellationToken.None), _time.GetUtcNow());
            }

            _time.Advance(TimeSpan.FromMilliseconds(500));
        }
    }
}
