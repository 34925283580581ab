using HtcFlow.Backends.Simulated;
using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Facts;
using HtcFlow.Core.Ids;
using HtcFlow.Core.Ports;
using HtcFlow.Core.Requests;
using HtcFlow.Core.Snapshots;
using HtcFlow.Core.State;
using HtcFlow.Core.Tests.Stories;
using HtcFlow.Core.Transitions;
using HtcFlow.Core.Wire;
using HtcFlow.Engine.Journal;
using HtcFlow.Engine.Lanes;
using HtcFlow.Engine.Loop;
using HtcFlow.Engine.Recovery;
using HtcFlow.Engine.Tests.Storms;
using HtcFlow.Objects.Stores;
using HtcFlow.Testing;

namespace HtcFlow.Engine.Tests.Loop;

/// <summary>Runs a whole campaign under virtual time from one seed: elements fail, vanish and are preempted, replies get lost, the
/// engine dies before and after appends and calls, and is started again from its journal.</summary>
internal sealed class Simulation : IDisposable
{
    private static readonly BackendTrouble[] s_troubles =
        [BackendTrouble.LostBefore, BackendTrouble.LostAfter, BackendTrouble.Throttled, BackendTrouble.Missed];

    private readonly Random _dice;
    private readonly double _weather;
    private readonly FakeTimeProvider _time = new();
    private readonly MemoryJournal _journal = new();
    private readonly CampaignSpec _spec;
    private readonly DateTimeOffset _begin;

    private readonly List<(DateTimeOffset At, StartedElement Started)> _zombies = [];
    private CampaignState? _replica;
    private long _checked;

    public Simulation(int seed, CampaignSpec spec, double weather, BackendCapabilities? capabilities = null, int hosts = 0)
    {
        _dice = new Random(seed);
        _begin = _time.GetUtcNow();
        _weather = weather;
        _spec = spec;
        var options = new InMemoryOptions { Rule = Play, Store = Store, Hosts = hosts };
        Backend = new InMemoryBackend(capabilities is null ? options : options with { Capabilities = capabilities }, _time);
        CampaignBirth.Record(_journal, spec, CampaignBirth.NewMark(_dice), _time.GetUtcNow());
    }

    public MemoryStore Store { get; } = new();

    public InMemoryBackend Backend { get; }

    public MemoryJournal Journal => _journal;

    public int Crashes { get; private set; }

    /// <summary>Whether attempts that were given up may come back and succeed.</summary>
    public bool HasZombies { get; init; }

    /// <summary>Host on which every attempt is too slow; empty for none.</summary>
    public string BadHost { get; init; } = "";

    /// <summary>Time that attempts on the bad host take; null when they end soon, as too slow.</summary>
    public TimeSpan? BadDuration { get; init; }

    /// <summary>Says when everything is too slow; never by itself.</summary>
    public Func<TimeSpan, bool> IsSlowAt { get; init; } = static _ => false;

    /// <summary>Time since the campaign began.</summary>
    public TimeSpan Elapsed => _time.GetUtcNow() - _begin;

    /// <summary>Attempts that the bad host got.</summary>
    public int Spoiled { get; private set; }

    /// <summary>Whether the state is checked after each step: against its own recount and against a replay of the journal.</summary>
    public bool IsChecked { get; init; }

    /// <summary>Tasks that were started before what they depend on was accepted; must stay empty.</summary>
    public List<string> Premature { get; } = [];

    /// <summary>Posts a request as another process would.</summary>
    public void Post(RequestKind kind, string stage = "", string tasks = "") => _journal.Post(new UserRequest(0, kind, stage, tasks));

    /// <summary>Runs until the engine has nothing more to do.</summary>
    /// <param name="before">Called before each step with the number of the step.</param>
    public async Task<EngineEnd> RunAsync(Action<int>? before = null)
    {
        EngineCore? core = null;
        LaneWorker? worker = null;
        for (int step = 0; step < 200_000; step++)
        {
            before?.Invoke(step);
            try
            {
                core ??= Open();
                worker ??= new LaneWorker(Backend, Store, _time);
                IReadOnlyList<LaneCall> calls = core.Advance(_time.GetUtcNow());
                foreach (LaneCall call in calls)
                {
                    await MakeAsync(core, worker, call);
                    Check(core);
                }

                Check(core);

                if (calls.Count == 0 && core.End != EngineEnd.None)
                {
                    return core.End;
                }

                await RaiseZombiesAsync();
                DateTimeOffset now = _time.GetUtcNow();
                TimeSpan wait = core.NextWake(now) - now;
                _time.Advance(wait > TimeSpan.FromMilliseconds(10) ? wait : TimeSpan.FromMilliseconds(10));
            }
            catch (SimulatedCrashException)
            {
                Crashes++;
                core = null;
                worker = null;
            }
        }

        throw new InvalidOperationException("The campaign does not end.");
    }

    /// <summary>The state as a new process would see it.</summary>
    public CampaignState Replayed() => Replay.Load(_journal).State;

    /// <inheritdoc/>
    public void Dispose() => _journal.Dispose();

    private EngineCore Open() => new(new EngineParts
    {
        Journal = new CrashingJournal(
            _journal, new CrashPoints((_, place) => place.EndsWith("append", StringComparison.Ordinal) && _dice.NextDouble() < _weather * 0.05), static _ => { }),
        Backend = Backend,
        Store = Store,
        Time = _time,
        Dice = _dice,

        // Far more often than in earnest, so that most restarts begin at one.
        Snapshots = new SnapshotPolicy(Least: 20, Share: int.MaxValue),
    });

    private async Task MakeAsync(EngineCore core, LaneWorker worker, LaneCall call)
    {
        if (_dice.NextDouble() < _weather * 0.05)
        {
            throw new SimulatedCrashException();
        }

        if (_dice.NextDouble() < _weather * 0.2)
        {
            BackendOperation[] operations = [BackendOperation.Submit, BackendOperation.Find, BackendOperation.Observe, BackendOperation.Cancel];
            Backend.Inject(operations[_dice.Next(operations.Length)], s_troubles[_dice.Next(s_troubles.Length)]);
        }

        LaneReply reply = await worker.ExecuteAsync(call, CancellationToken.None);
        if (_dice.NextDouble() < _weather * 0.05)
        {
            throw new SimulatedCrashException();
        }

        _time.Advance(TimeSpan.FromMilliseconds(_dice.Next(200)));
        core.OnReply(reply, _time.GetUtcNow());
    }

    private void Check(EngineCore core)
    {
        if (!IsChecked)
        {
            return;
        }

        _replica ??= new CampaignState();
        foreach (JournalEntry entry in _journal.Read(_replica.Sequence))
        {
            Applier.Apply(_replica, entry);
        }

        // Applying anew what was applied just now costs a step what it changed; comparing whole texts costs what there is.
        Assert.Equal(_replica.Sequence, core.State.Sequence);
        if (_checked != _replica.Sequence)
        {
            _checked = _replica.Sequence;
            Oracle.Check(core.State);
            Assert.Equal(StateText.Of(_replica), StateText.Of(core.State));
        }
    }

    // What a runner does that nobody waits for any more: its result is accepted if it is the first, then its key appears.
    private async Task RaiseZombiesAsync()
    {
        foreach ((_, StartedElement started) in _zombies.Where(z => z.At <= _time.GetUtcNow()).ToList())
        {
            foreach (LedgerKey key in ElementPlay.Succeed(started).Keys)
            {
                string accepted = StoreLayout.Accepted(_spec.Name, started.Order!.Stage.Name, key.Index);
                string ledger = StoreLayout.LedgerEntry(_spec.Name, started.Order.Stage.Name, new ArrayId(started.Order.Array), key);
                await Store.PutAsync(accepted, new MemoryStream(), PutCondition.IfAbsent, CancellationToken.None);
                await Store.PutAsync(ledger, new MemoryStream(), PutCondition.Always, CancellationToken.None);
            }
        }

        _zombies.RemoveAll(z => z.At <= _time.GetUtcNow());
    }

    private ElementPlay Play(StartedElement started)
    {
        foreach (long task in started.Tasks)
        {
            CheckDependencies(started, task);
        }

        var duration = TimeSpan.FromSeconds(_dice.Next(1, 30));
        double fate = _dice.NextDouble();
        if (started.Host.Length > 0 && started.Host == BadHost)
        {
            Spoiled++;
            return BadDuration is { } forever
                ? ElementPlay.Succeed(started, forever)
                : ElementPlay.End(started, Outcome.Slow, ExitCode.TryAgain, duration);
        }

        if (IsSlowAt(Elapsed))
        {
            return ElementPlay.End(started, Outcome.Slow, ExitCode.TryAgain, duration);
        }

        if (HasZombies && fate >= _weather * 0.10 && fate < _weather * 0.30 && _dice.Next(2) == 0)
        {
            _zombies.Add((_time.GetUtcNow() + duration + TimeSpan.FromSeconds(_dice.Next(1, 40)), started));
        }

        return fate < _weather * 0.10 ? ElementPlay.End(started, Outcome.Failed, 1, duration)
            : fate < _weather * 0.20 ? ElementPlay.Preempted(started, duration)
            : fate < _weather * 0.30 ? ElementPlay.Vanish(-1, "gone", duration)
            : ElementPlay.Succeed(started, duration);
    }

    private void CheckDependencies(StartedElement started, long task)
    {
        StageSpec stage = started.Order!.Stage;
        foreach (EdgeSpec edge in stage.After)
        {
            StageSpec before = _spec.Stages[_spec.StageIndexOf(edge.Stage)];
            IEnumerable<long> needed = edge.Kind switch
            {
                EdgeKind.All => Enumerable.Range(0, (int)before.Sweep.Count).Select(i => (long)i),
                EdgeKind.Each => [task],
                _ => new Core.Sweeps.GroupKey(before.Sweep, edge.Axes)
                    .MembersOf(new Core.Sweeps.GroupKey(stage.Sweep, edge.Axes).GroupOf(task)),
            };
            Premature.AddRange(needed
                .Where(i => Store.OpenAsync(StoreLayout.Accepted(_spec.Name, before.Name, i), CancellationToken.None).Result is null)
                .Select(i => $"{stage.Name}/{task} before {before.Name}/{i}"));
        }
    }
}
