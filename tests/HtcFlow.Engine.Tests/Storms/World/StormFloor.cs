using HtcFlow.Core.Wire;

namespace HtcFlow.Engine.Tests.Storms.World;

/// <summary>The machines of a storm's cloud: starts elements, lets their tasks end by fate, and writes what their runners would write.</summary>
internal sealed class StormFloor(StormPlan plan, StormStore store, Fates fates, Dependents dependents, DateTimeOffset begin)
{
    private readonly PriorityQueue<Action, (DateTimeOffset At, long Order)> _events = new();
    private readonly Queue<StormJob> _turns = new();
    private DateTimeOffset _at = begin;
    private long _order;
    private int _used;
    private long _finished;
    private ulong _keys;

    /// <summary>Tasks whose element the backend believes dead or forgot although it may still write a result.</summary>
    public HashSet<(string Stage, long Task)> Orphans { get; } = [];

    /// <summary>Tasks of which a result was accepted without a ledger key that says so.</summary>
    public HashSet<(string Stage, long Task)> Unsaid { get; } = [];

    /// <summary>The hosts.</summary>
    public StormHosts Hosts { get; } = new(plan.Hosts, plan.BadHosts);

    /// <summary>Whether something ended since somebody looked.</summary>
    public bool HasNews { get; set; }

    /// <summary>When something happens next; null when nothing will.</summary>
    public DateTimeOffset? Next => _events.TryPeek(out _, out (DateTimeOffset At, long) next) ? next.At : null;

    public void Add(StormJob job)
    {
        _turns.Enqueue(job);
        StartQueued();
    }

    /// <summary>Lets happen what falls due.</summary>
    public void Advance(DateTimeOffset now)
    {
        while (_events.TryPeek(out Action? happen, out (DateTimeOffset At, long) next) && next.At <= now)
        {
            _events.Dequeue();
            _at = next.At > _at ? next.At : _at;
            happen();
            StartQueued();
        }

        _at = now > _at ? now : _at;
    }

    /// <summary>Stops elements: queued ones never start, running ones get a while, and may still end by themselves.</summary>
    public void Stop(StormJob job, IEnumerable<long> elements)
    {
        foreach (int element in elements.Select(e => (int)e))
        {
            if (job.Queued.Contains(element))
            {
                job.End(element, -1, "cancelled before it started");
                HasNews = true;
            }
            else if (job.Running.TryGetValue(element, out StormRun? run) && !run.IsStopping)
            {
                run.IsStopping = true;
                At(plan.KillGrace, run, () =>
                {
                    Tell(run, Outcome.Preempted, ExitCode.TryAgain, TimeSpan.Zero);
                    End(run, ExitCode.TryAgain, "stopped");
                });
            }
        }
    }

    /// <summary>Nobody knows the array any more: what waits never starts; what runs dies without a word, or goes on unseen.</summary>
    public void Lose(StormJob job, bool goesOn)
    {
        job.Queued.Clear();
        foreach (StormRun run in job.Running.Values)
        {
            run.IsDead = !goesOn;
            if (goesOn)
            {
                Orphans.UnionWith(run.Tasks.Select(task => (job.Order.Stage.Name, task)));
            }
            else
            {
                _used--;
            }
        }

        job.Running.Clear();
        HasNews = true;
        StartQueued();
    }

    /// <summary>Nobody who is left knows of the array: it goes on, and what comes of it is nobody's.</summary>
    public void Abandon(StormJob job) => Orphans.UnionWith(job.Tasks.Select(task => (job.Order.Stage.Name, task)));

    private void StartQueued()
    {
        while ((plan.Capabilities.Slots == 0 || _used < plan.Capabilities.Slots) && _turns.TryPeek(out StormJob? job))
        {
            if (job.Queued.Count == 0)
            {
                _turns.Dequeue();
                continue;
            }

            int element = job.Queued.Min;
            job.Queued.Remove(element);
            var run = new StormRun(job, element, Hosts.Next());
            job.Running.Add(element, run);
            _used++;
            Begin(run);
        }
    }

    private void Begin(StormRun run)
    {
        string stage = run.Job.Order.Stage.Name;
        dependents.Check(store, run.Job.Order.Stage, run.Task);
        (Fate fate, TimeSpan duration) = fates.Next(stage, run.Task);
        (Outcome outcome, int exit) = Hosts.SpoilsBy(run.Host);
        At(duration, run, outcome == Outcome.None ? () => Finish(run, fate, duration) : () => GoOn(run, outcome, exit, duration));
    }

    private void Finish(StormRun run, Fate fate, TimeSpan duration)
    {
        bool isSlowWorld = ++_finished > plan.SurgeAfter && _finished <= plan.SurgeAfter + plan.SurgeRuns;
        switch (isSlowWorld && fate == Fate.Succeed ? Fate.Slow : fate)
        {
            case Fate.Interrupt:
                Tell(run, Outcome.Preempted, ExitCode.TryAgain, duration);
                End(run, ExitCode.TryAgain, "taken away");
                return;
            case Fate.Vanish:
                End(run, -1, "gone");
                return;
            case Fate.Outlive:
                Orphans.Add((run.Job.Order.Stage.Name, run.Task));
                _events.Enqueue(() => Tell(run, Outcome.Succeeded, 0, duration), (_at + (duration * 2), _order++));
                End(run, -1, "gone");
                return;
            case Fate.Mute:
                Accept(run);
                End(run, -1, "gone");
                return;
            case Fate.Slow:
                GoOn(run, Outcome.Slow, ExitCode.TryAgain, duration);
                return;
            case Fate.Fail:
                GoOn(run, Outcome.Failed, 1, duration);
                return;
            default:
                Accept(run);
                if (plan.KeyDelay == TimeSpan.Zero)
                {
                    GoOn(run, Outcome.Succeeded, 0, duration);
                    return;
                }

                // By a stride of the golden ratio, which spreads over the whole range without dice.
                _keys += 0x9E37_79B9_7F4A_7C15;
                At(plan.KeyDelay * ((_keys >> 40) / (double)(1 << 24)), run, () => GoOn(run, Outcome.Succeeded, 0, duration));
                return;
        }
    }

    private void Accept(StormRun run)
    {
        store.Accept(run.Job.Order, run.Task);
        Unsaid.Add((run.Job.Order.Stage.Name, run.Task));
    }

    private void GoOn(StormRun run, Outcome outcome, int exit, TimeSpan duration)
    {
        Tell(run, outcome, exit, duration);
        if (++run.Position < run.Tasks.Count)
        {
            Begin(run);
            return;
        }

        End(run, 0, "");
    }

    private void Tell(StormRun run, Outcome outcome, int exit, TimeSpan wall)
    {
        if (outcome == Outcome.Succeeded)
        {
            Unsaid.Remove((run.Job.Order.Stage.Name, run.Task));
        }

        var key = new LedgerKey(run.Task, run.Job.Order.Attempt, outcome, exit, (long)wall.TotalMilliseconds, "machine") { Host = run.Host };
        store.Tell(run.Job.Order, key);
    }

    private void End(StormRun run, int exit, string reason)
    {
        run.IsDead = true;
        run.Job.End(run.Element, exit, reason, run.Host);
        _used--;
        HasNews = true;
    }

    private void At(TimeSpan wait, StormRun run, Action happen) => _events.Enqueue(
        () =>
        {
            if (!run.IsDead)
            {
                happen();
            }
        }, (_at + wait, _order++));
}
