using HtcFlow.Core.Sweeps;

namespace HtcFlow.Backends.Simulated;

/// <summary>The slots of the twin: starts and ends elements in the order of a clock that only moves when it is told to.</summary>
internal sealed class SimulatedFloor(InMemoryOptions options, DateTimeOffset begin)
{
    private readonly Dictionary<(SimulatedJob Job, int Element), SimulatedRun> _running = [];

    // Ends by time, then by start; a run that was cancelled or ended by hand leaves an entry that is skipped.
    private readonly PriorityQueue<SimulatedRun, (DateTimeOffset EndsAt, long Order)> _ends = new();
    private readonly Queue<SimulatedJob> _turns = new();
    private DateTimeOffset _at = begin;
    private long _started;
    private long _used;
    private readonly Dictionary<string, int> _busy = new(StringComparer.Ordinal);
    private int _nextHost;

    /// <summary>Elements started so far.</summary>
    internal long Started => _started;

    /// <summary>Whether something ended since this was last set to false.</summary>
    internal bool HasNews { get; set; }

    /// <summary>When the next element ends by itself; null when none does.</summary>
    internal DateTimeOffset? NextEnd => Next()?.EndsAt;

    /// <summary>Hosts that start nothing.</summary>
    internal IReadOnlyCollection<string> Avoided { get; set; } = [];

    internal void Add(SimulatedJob job) => _turns.Enqueue(job);

    /// <summary>Moves the clock: everything that starts and ends until then does so at its own time.</summary>
    internal async Task AdvanceAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        StartQueued();
        while (Next() is { EndsAt: { } end } next && end <= now)
        {
            _at = end > _at ? end : _at;
            await EndAsync(next, next.Play, cancellationToken);
            StartQueued();
        }

        _at = now > _at ? now : _at;
    }

    /// <summary>Ends an element that runs, now; false when it does not run.</summary>
    internal async Task<bool> EndAsync(SimulatedJob job, int element, ElementPlay play, CancellationToken cancellationToken)
    {
        if (!_running.TryGetValue((job, element), out SimulatedRun? run))
        {
            return false;
        }

        await EndAsync(run, play, cancellationToken);
        StartQueued();
        return true;
    }

    /// <summary>Tells running elements to stop.</summary>
    internal void Cancel(SimulatedJob job, IndexSet elements)
    {
        HasNews |= job.CancelQueued(elements);
        foreach (long element in job.Status().Running.Where(e => elements.PositionOf(e) >= 0))
        {
            SimulatedRun run = _running[(job, (int)element)];
            ElementPlay play = options.WhenCancelled(run.Started);
            Put(run with { Play = play, EndsAt = EndOf(play) });
        }
    }

    private void StartQueued()
    {
        int slots = options.Capabilities.Slots;
        while (_turns.TryPeek(out SimulatedJob? job))
        {
            if (job.HasQueued && slots > 0 && _used + job.Ask.Resources.Vcpus > slots)
            {
                return;
            }

            _turns.Dequeue();
            if (job.HasQueued)
            {
                StartedElement started = job.StartNext() with { Host = NextHost() };
                ElementPlay play = options.Rule(started);
                _used += job.Ask.Resources.Vcpus;
                Put(new SimulatedRun(job, started, play, EndOf(play), _started++));
                _turns.Enqueue(job);
            }
        }
    }

    // The least busy one that is not avoided, in turn; when all are avoided they work all the same: the twin has no others.
    private string NextHost()
    {
        if (options.Hosts == 0)
        {
            return "";
        }

        string[] hosts = [.. Enumerable.Range(0, options.Hosts).Select(h => $"host-{(_nextHost + h) % options.Hosts}")];
        _nextHost = (_nextHost + 1) % options.Hosts;
        string host = hosts.Where(h => !Avoided.Contains(h)).DefaultIfEmpty(hosts[0]).MinBy(h => _busy.GetValueOrDefault(h))!;
        _busy[host] = _busy.GetValueOrDefault(host) + 1;
        return host;
    }

    private void Put(SimulatedRun run)
    {
        _running[(run.Job, run.Started.Element)] = run;
        if (run.EndsAt is { } end)
        {
            _ends.Enqueue(run, (end, run.Order));
        }
    }

    private SimulatedRun? Next()
    {
        while (_ends.TryPeek(out SimulatedRun? run, out _))
        {
            if (_running.TryGetValue((run.Job, run.Started.Element), out SimulatedRun? present) && ReferenceEquals(present, run))
            {
                return run;
            }

            _ends.Dequeue();
        }

        return null;
    }

    private DateTimeOffset? EndOf(ElementPlay play) => play.Duration == Timeout.InfiniteTimeSpan ? null : _at + play.Duration;

    private async Task EndAsync(SimulatedRun run, ElementPlay play, CancellationToken cancellationToken)
    {
        if (options.Store is { } store)
        {
            await SimulatedLedger.WriteAsync(store, run.Started, play, _at, cancellationToken);
        }

        _running.Remove((run.Job, run.Started.Element));
        _used -= run.Job.Ask.Resources.Vcpus;
        if (run.Started.Host.Length > 0)
        {
            _busy[run.Started.Host]--;
        }

        run.Job.OnEnded(run.Started.Element, play, run.Started.Host);
        HasNews = true;
    }
}
