using HtcFlow.Backends.Simulated;
using HtcFlow.Core.Effects;
using HtcFlow.Core.Facts;
using HtcFlow.Core.Ids;
using HtcFlow.Core.State;
using HtcFlow.Core.Sweeps;
using HtcFlow.Core.Transitions;
using HtcFlow.Engine.Journal;
using HtcFlow.Engine.Lanes;
using HtcFlow.Engine.Loop;
using HtcFlow.Engine.Recovery;
using HtcFlow.Objects.Stores;
using HtcFlow.Testing;

namespace HtcFlow.Engine.Tests.Loop;

/// <summary>Bounds on what an engine costs; bytes, because they are the same on every machine.</summary>
public sealed class ScaleTests
{
    private const int Tasks = 100_000;

    // A key's text and record, its place in the observation, the fact and its bytes, twice over for a look that sees it twice.
    private const int MaxBytesPerTask = 1_000;

    [Fact]
    public async Task Engine_HundredThousandTasks_AllocatesLittlePerTask()
    {
        var time = new FakeTimeProvider();
        var store = new MemoryStore();
        using var journal = new MemoryJournal();
        CampaignBirth.Record(journal, Campaigns.Flat(Tasks), "abcdefgh", time.GetUtcNow());
        var backend = new InMemoryBackend(new InMemoryOptions { Store = store, Rule = s => ElementPlay.Succeed(s, TimeSpan.FromSeconds(1)) }, time);
        var core = new EngineCore(new EngineParts { Journal = journal, Backend = backend, Store = store, Time = time, Dice = new Random(1) });
        var worker = new LaneWorker(backend, store, time);
        long allocated = 0;
        while (core.End == EngineEnd.None)
        {
            time.Advance(TimeSpan.FromMinutes(15));

            // Lets the twin do its own work, which is not counted.
            await backend.FindAsync([], TestContext.Current.CancellationToken);
            long before = GC.GetAllocatedBytesForCurrentThread();
            foreach (LaneCall call in core.Advance(time.GetUtcNow()))
            {
                core.OnReply(Answer(worker, call), time.GetUtcNow());
            }

            allocated += GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Assert.Equal(Tasks, core.State.Tally(TaskState.Succeeded));
        Assert.InRange(allocated / Tasks, 1, MaxBytesPerTask);
    }

    [Fact]
    public void Plan_ThousandOpenArraysWithCancelledTasks_AllocatesNothingPerElement()
    {
        const int Arrays = 1_000;
        const int Elements = 10_000;
        CampaignState state = Open(Arrays, Elements);
        var flights = new Flights();
        DateTimeOffset now = DateTimeOffset.UnixEpoch;
        foreach (Effect effect in EffectPlanner.Plan(state, flights, now))
        {
            var cancel = Assert.IsType<Effect.Cancel>(effect);
            flights.MarkCancelled(cancel.Array, cancel.Elements);
        }

        _ = EffectPlanner.Plan(state, flights, now);
        long before = GC.GetAllocatedBytesForCurrentThread();
        IReadOnlyList<Effect> effects = EffectPlanner.Plan(state, flights, now);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.All(effects, e => Assert.IsType<Effect.Observe>(e));
        Assert.InRange(allocated, 0, Arrays * 100);
    }

    // The twin answers on this thread, whose allocations are counted.
    private static LaneReply Answer(LaneWorker worker, LaneCall call) =>
        worker.ExecuteAsync(call, CancellationToken.None).GetAwaiter().GetResult();

    private static CampaignState Open(int arrays, int elements)
    {
        var state = new CampaignState();
        Tell(state, new Fact.CampaignCreated(Campaigns.Flat((long)arrays * elements), "abcdefgh"));
        for (int a = 0; a < arrays; a++)
        {
            Tell(state, new Fact.ArrayPlanned(new ArrayId(a + 1), 0, 1, IndexSet.Range((long)a * elements, elements), 1));
            Tell(state, new Fact.ArraySubmitted(new ArrayId(a + 1), "x"));
        }

        // One of each array.
        Tell(state, new Fact.TasksCancelled(0, IndexSet.Of(Enumerable.Range(0, arrays).Select(a => ((long)a * elements) + 5))));
        return state;
    }

    private static void Tell(CampaignState state, Fact fact) =>
        Applier.Apply(state, new JournalEntry(state.Sequence + 1, DateTimeOffset.UnixEpoch, fact));
}
