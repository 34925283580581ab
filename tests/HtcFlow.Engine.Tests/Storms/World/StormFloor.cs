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

    /// <summary>Tasks whose element the backend believes dead or forgot although it may still write a result.</summary>
    public HashSet<(string Stage, long Task)> Orphans { get; } = [];

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
            var run = new StormRun(job, element);
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
        At(duration, run, () => Finish(run, fate, duration));
    }

    private void Finish(StormRun run, Fate fate, TimeSpan duration)
    {
        switch (fate)
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
            default:
                Tell(run, fate == Fate.Fail ? Outcome.Failed : Outcome.Succeeded, fate == Fate.Fail ? 1 : 0, duration);
                if (++run.Position < run.Tasks.Count)
                {
                    Begin(run);
                    return;
                }

                End(run, 0, "");
                return;
        }
    }

    private void Tell(StormRun run, Outcome outcome, int exit, TimeSpan wall) => store.Tell(
        run.Job.Order, new LedgerKey(run.Task, run.Job.Order.Attempt, outcome, exit, (long)wall.TotalMilliseconds, "machine"));

    private void End(StormRun run, int exit, string reason)
    {
        run.IsDead = true;
        run.Job.End(run.Element, exit, reason);
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
