using HtcFlow.Backends.Simulated;
using HtcFlow.Core.Facts;
using HtcFlow.Core.Ids;
using HtcFlow.Core.State;
using HtcFlow.Engine.Journal;
using HtcFlow.Engine.Lanes;
using HtcFlow.Engine.Loop;
using HtcFlow.Engine.Recovery;
using HtcFlow.Objects.Stores;
using HtcFlow.Testing;

namespace HtcFlow.Engine.Tests.Recovery;

/// <summary>An engine goes on after a recovery while jobs run that only the lost part of the journal knew.</summary>
public sealed class RecoveredCampaignTests
{
    private const int Tasks = 16;

    [Fact]
    public async Task Engine_AfterARecoveryFromAnyEntry_EndsWithOneResultATask()
    {
        // Every entry of a campaign that is in the middle of its work, the last one too.
        int entries = await EntriesAsync();
        for (int damaged = 2; damaged <= entries; damaged++)
        {
            await new World().LoseAndGoOnAsync(damaged);
        }

        Assert.InRange(entries, 15, 200);
    }

    private static async Task<int> EntriesAsync()
    {
        using var world = new World();
        return (int)await world.RunHalfAsync();
    }

    private sealed class World : IDisposable
    {
        private static readonly TimeSpan s_step = TimeSpan.FromMilliseconds(500);
        private readonly TempDirectory _directory = new();
        private readonly FakeTimeProvider _time = new();
        private readonly MemoryStore _store = new();
        private readonly InMemoryBackend _backend;
        private readonly Random _dice = new(5);

        public World() => _backend = new InMemoryBackend(
            new InMemoryOptions { Rule = Play, Store = _store }, _time);

        private string File => _directory.At("journal.db");

        public async Task<long> RunHalfAsync()
        {
            using SqliteJournal journal = SqliteJournal.Open(File);
            CampaignBirth.Record(journal, Campaigns.WriteReadFigure(seeds: 4), "abcdefgh", _time.GetUtcNow());
            return (await RunAsync(journal, state => state.Tally(TaskState.Succeeded) >= Tasks / 2)).Sequence;
        }

        public async Task LoseAndGoOnAsync(int damaged)
        {
            using (this)
            {
                await RunHalfAsync();
                using (var database = new SqliteDatabase(File))
                {
                    database.Execute($"UPDATE facts SET body = zeroblob(length(body)) WHERE seq = {damaged}");
                }

                var end = Assert.IsType<RescueEnd.Recovered>(JournalRescue.Run(File, "recover1", _time.GetUtcNow()));
                Assert.Equal(damaged - 1, end.Kept);
                using SqliteJournal journal = SqliteJournal.Open(File);
                CampaignState state = await RunAsync(journal, _ => false);

                Assert.Equal(CampaignPhase.Ended, state.Phase);
                Assert.Equal(Tasks, state.Tally(TaskState.Succeeded));
                CheckOnce(journal);
            }
        }

        public void Dispose() => _directory.Dispose();

        private static void CheckOnce(SqliteJournal journal)
        {
            var accepted = new HashSet<(int Stage, long Task)>();
            var stages = new Dictionary<ArrayId, int>();
            foreach (JournalEntry entry in journal.Read(0))
            {
                if (entry.Fact is Fact.ArrayPlanned planned)
                {
                    Assert.True(stages.TryAdd(planned.Array, planned.Stage));
                }
                else if (entry.Fact is Fact.AttemptsEnded ended)
                {
                    Assert.All(ended.Ends.Where(e => e.Verdict == Verdict.Accept), e => Assert.True(accepted.Add((stages[ended.Array], e.Index))));
                }
            }

            Assert.Equal(Tasks, accepted.Count);
        }

        private async Task<CampaignState> RunAsync(SqliteJournal journal, Func<CampaignState, bool> stop)
        {
            var core = new EngineCore(new EngineParts { Journal = journal, Backend = _backend, Store = _store, Time = _time, Dice = _dice });
            var worker = new LaneWorker(_backend, _store, _time);
            for (int step = 0; core.End == EngineEnd.None && !stop(core.State); step++)
            {
                Assert.True(step < 2_000, "the campaign does not end");
                foreach (LaneCall call in core.Advance(_time.GetUtcNow()))
                {
                    core.OnReply(await worker.ExecuteAsync(call, CancellationToken.None), _time.GetUtcNow());
                }

                _time.Advance(s_step);
            }

            return core.State;
        }

        private ElementPlay Play(StartedElement started)
        {
            var duration = TimeSpan.FromSeconds(_dice.Next(1, 20));
            return _dice.Next(5) == 0 ? ElementPlay.Preempted(started, duration) : ElementPlay.Succeed(started, duration);
        }
    }
}
