using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Facts;
using HtcFlow.Core.Requests;
using HtcFlow.Core.State;
using HtcFlow.Engine.Lanes;
using HtcFlow.Engine.Loop;
using HtcFlow.Engine.Recovery;
using HtcFlow.Engine.Tests.Doubles;
using HtcFlow.Engine.Tests.Storms.Targets;
using HtcFlow.Engine.Tests.Storms.World;
using HtcFlow.Testing;

namespace HtcFlow.Engine.Tests.Storms;

/// <summary>Runs a whole campaign through a storm in virtual time: the engine dies and is started again from its journal, calls fail,
/// replies are late, machines vanish, clocks are set, users interfere. The same plan gives the same storm.</summary>
internal sealed class Storm : IDisposable
{
    // A campaign of a few dozen tasks takes some hundred steps; hours of outage some hundred more.
    private const int MaxSteps = 20_000;
    private static readonly TimeSpan s_shortestStep = TimeSpan.FromMilliseconds(10);
    private readonly StormPlan _plan;
    private readonly Random _dice;
    private readonly FakeTimeProvider _machine = new();
    private readonly ShiftedTime _wall;
    private readonly StormJournal _journal;
    private readonly StormUsers _users;
    private readonly StormChecks _checks;
    private readonly StormCosts? _costs;
    private readonly List<string>? _story;
    private EngineCore? _core;
    private StormLane? _lane;
    private SteadyClock? _clock;

    /// <summary>Prepares a storm in which the engine dies by the plan's dice, or where a rule says so.</summary>
    public Storm(StormPlan plan, CrashPoints? points = null, bool isTold = false)
    {
        _plan = plan;
        _story = isTold ? [] : null;
        _dice = new Random(plan.Seed ^ 0x5eed);
        var deaths = new Random(plan.Seed ^ 0xdead);
        _journal = new StormJournal(plan.SnapshotDamage, new Random(plan.Seed ^ 0x10a1));
        Points = points ?? new CrashPoints((_, place) =>
            deaths.NextDouble() < plan.Deaths * (place == CrashPoints.Replay ? 0.02 : 1));
        _wall = new ShiftedTime(_machine);
        var dependents = new Dependents(plan.Spec);
        Floor = new StormFloor(plan, Store, new Fates(plan), dependents, _machine.GetUtcNow());
        Cloud = plan.Hosts > 0
            ? new HostedCloud(plan, Store, Floor, _machine, Points, _dice)
            : new StormCloud(plan, Store, Floor, _machine, Points, _dice);
        _checks = new StormChecks(plan, _journal, Store, Cloud, dependents);
        _users = new StormUsers(plan.Spec, _journal, new Random(plan.Seed ^ 0x05e7));
        _costs = plan.HasPrices ? new StormCosts(plan, _wall) : null;
        CampaignBirth.Record(_journal, plan.Spec, CampaignBirth.NewMark(_dice), _machine.GetUtcNow());
        _checks.OnAppended([.. _journal.Read(0)]);
    }

    public CrashPoints Points { get; }

    public StormStore Store { get; } = new();

    public StormCloud Cloud { get; }

    public StormFloor Floor { get; }

    public int Steps { get; private set; }

    public StormJournal Journal => _journal;

    /// <summary>How often each kind of thing happened.</summary>
    public IReadOnlyDictionary<string, int> Seen => _checks.Seen;

    /// <summary>The state as a new process would see it.</summary>
    public CampaignState Replayed() => Replay.Load(_journal).State;

    /// <summary>Posts a request as another process would.</summary>
    public void Post(RequestKind kind, string stage = "", string tasks = "") => _users.Post(kind, stage, tasks);

    /// <summary>Runs until the campaign has ended, and checks what must hold then.</summary>
    public CampaignState RunToEnd()
    {
        while (Run() is var end && end != EngineEnd.Ended)
        {
            _users.Post(RequestKind.Release);
        }

        // Another engine finds nothing to do but to tell the backend what the last one could not.
        do
        {
            Calm();
            _users.Post(RequestKind.Release);
        }
        while (Run() != EngineEnd.Ended);
        _checks.CheckEnd(Floor);
        return Replayed();
    }

    /// <summary>Runs one engine after the other until one has nothing more to do.</summary>
    /// <param name="before">Called before each step with the number of the step.</param>
    public EngineEnd Run(Action<int>? before = null)
    {
        for (int limit = Steps + MaxSteps; Steps < limit;)
        {
            before?.Invoke(Steps);
            Blow(Steps++);
            try
            {
                if (Step() is var end && end != EngineEnd.None)
                {
                    _core = null;
                    return end;
                }
            }
            catch (SimulatedCrashException)
            {
                Note("died " + Points.LatestPlace);
                _core = null;
                LoseTail();
            }
        }

        throw new InvalidOperationException("The campaign does not end.");
    }

    /// <summary>What happened, for who looks into a failure: every fact, and what was noted beside them.</summary>
    public IReadOnlyList<string> Story => _story ?? [];

    public void Dispose() => _journal.Dispose();

    private EngineEnd Step()
    {
        Open();
        DateTimeOffset now = _clock!.Now();
        while (_lane!.Take(now) is { } reply)
        {
            Note($"took {reply.GetType().Name} {Tell(reply)}");
            Points.Pass("before a reply is taken");
            _core!.OnReply(reply, now);
            Points.Pass("after a reply was taken");
        }

        foreach (LaneCall call in _core!.Advance(now))
        {
            Note($"decided {call.GetType().Name} of {string.Join(',', call.Arrays)}");
            _lane.Enqueue(call);
        }

        _lane.Work(now);
        _checks.AfterStep(_core.State);
        if (_core.End != EngineEnd.None && _lane.IsIdle)
        {
            _core.Rest();
            return _core.End;
        }

        Wait(now);
        return EngineEnd.None;
    }

    private void Open()
    {
        if (_core is not null)
        {
            return;
        }

        Points.Pass("before opening");
        int restored = _journal.Restored;
        _core = new EngineCore(new EngineParts
        {
            Journal = new CrashingJournal(_journal, Points, OnAppended),
            Backend = Cloud,
            Store = Store,
            Time = _wall,
            Dice = _dice,
            MailInterval = _plan.MailInterval,
            Costs = _costs,
            Weighing = StormCosts.Policy,
            Snapshots = _plan.Snapshots,
        });
        _checks.CheckWhole(_core.State);
        _checks.See(_journal.Restored > restored ? "Restored" : "Replayed");
        _clock = new SteadyClock(_wall, _core.State.LatestAt);
        _lane = new StormLane(_plan, Cloud, Store, _wall, Points, _dice) { IsCalm = Cloud.IsCalm };
        Points.Pass("after opening");
    }

    // To what comes next: the engine's own time to wake, a reply, or news of the cloud when it tells them.
    private void Wait(DateTimeOffset now)
    {
        TimeSpan wait = _core!.NextWake(now) - now;
        wait = _lane!.Next is { } reply && reply - now < wait ? reply - now : wait;
        wait = Floor.Next is { } happens && happens - _machine.GetUtcNow() < wait ? happens - _machine.GetUtcNow() : wait;
        _machine.Advance(wait > s_shortestStep ? wait : s_shortestStep);
        Cloud.Advance();
        if (Floor.HasNews && (Cloud.IsCalm || _dice.Next(2) == 0))
        {
            _core.OnReply(new LaneReply.News(), _clock!.Now());
        }
    }

    private void OnAppended(IReadOnlyList<JournalEntry> entries)
    {
        foreach (JournalEntry entry in entries)
        {
            Note($"{entry.Sequence} at {entry.At:HH:mm:ss.fff} {Tell(entry.Fact)}");
        }

        _checks.OnAppended(entries);
    }

    private static string Tell(LaneReply reply) => reply switch
    {
        LaneReply.Submitted submitted => string.Join(", ", submitted.Replies.Select((r, i) => $"{submitted.Arrays[i]} {r.Fault?.Message ?? "taken"}")),
        LaneReply.Found found => $"{string.Join(',', found.Arrays)}: {string.Join(',', found.Handles.Select(h => h.Name))}",
        LaneReply.Observed observed => string.Join("; ", observed.Observations.Select(o =>
            $"{o.Array} known {o.Status.IsKnown} runs {o.Status.Running} ended {o.Status.Ended} keys {string.Join(' ', o.Keys)}")),
        LaneReply.Failed failed => $"{failed.Call.GetType().Name} of {string.Join(',', failed.Call.Arrays)}: {failed.Fault.Message}",
        _ => "",
    };

    private static string Tell(Fact fact) => fact is Fact.AttemptsEnded ended
        ? $"{nameof(Fact.AttemptsEnded)} of array {ended.Array}: {string.Join(", ", ended.Ends.Select(e => $"{e.Index}.a{e.Attempt} {e.Outcome} {e.Verdict}"))}"
        : fact.ToString();

    private void Note(string what) => _story?.Add($"{_machine.GetUtcNow():HH:mm:ss.fff} step {Steps}: {what}");

    private void LoseTail()
    {
        if (_plan.TailLoss == 0 || _dice.NextDouble() >= _plan.TailLoss || _journal.LoseTail(_wall.GetUtcNow()) is not { } left)
        {
            return;
        }

        Note($"the journal lost what followed entry {left.Sequence - 1}");
        _checks.OnTailLost(left, Floor);
    }

    private void Calm()
    {
        Points.IsCalm = Cloud.IsCalm = true;
        Cloud.OutageUntil = default;
        if (_lane is not null)
        {
            _lane.IsCalm = true;
        }
    }

    private void Blow(int step)
    {
        if (step >= _plan.FoulSteps)
        {
            Calm();
            return;
        }

        if (_plan.HasUsers)
        {
            _users.Interfere();
        }

        if (_dice.NextDouble() < _plan.Events)
        {
            Happen();
        }
    }

    private void Happen()
    {
        switch (_dice.Next(_plan.Spec.Backend.Targets is null ? 3 : 4))
        {
            case 0:
                Cloud.OutageUntil = _machine.GetUtcNow() + TimeSpan.FromSeconds(Math.Pow(10, 1 + (_dice.NextDouble() * 3)));
                break;
            case 1:
                Cloud.LoseOne();
                break;
            case 3:
                IReadOnlyList<TargetSpec> targets = _plan.Spec.Backend.Targets!;
                Cloud.Close(targets[_dice.Next(targets.Count)].Name, _machine.GetUtcNow() + TimeSpan.FromMinutes(_dice.Next(1, 90)));
                break;
            default:
                double size = Math.Pow(10, 1 + (_dice.NextDouble() * 3.5));
                _wall.Shift = _plan.SetsClock ? TimeSpan.FromSeconds(_dice.Next(2) == 0 ? size : -size) : _wall.Shift;
                break;
        }
    }
}
