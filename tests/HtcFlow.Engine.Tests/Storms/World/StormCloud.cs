using HtcFlow.Core.Ids;
using HtcFlow.Core.Ports;
using HtcFlow.Core.Sweeps;
using HtcFlow.Core.Wire;

namespace HtcFlow.Engine.Tests.Storms.World;

/// <summary>A backend at its worst: calls fail before and after their effect, searches miss what is young, statuses lag behind, arrays are
/// forgotten, ids repeat themselves. It does not adopt an array that it is asked for twice: it takes that down as a violation.</summary>
internal class StormCloud : IBackend
{
    // Ids repeat so soon that a mistake about them shows.
    private const int Ids = 3;
    private readonly StormPlan _plan;
    private readonly StormStore _store;
    private readonly TimeProvider _clock;
    private readonly CrashPoints _points;
    private readonly Random _dice;
    private readonly Dictionary<JobName, StormJob> _jobs = [];
    private readonly HashSet<JobName> _everTaken = [];
    private readonly HashSet<JobName> _everDone = [];
    private readonly HashSet<JobName> _abandoned = [];
    private readonly Dictionary<string, DateTimeOffset> _closed = [];
    private int _taken;

    public StormCloud(StormPlan plan, StormStore store, StormFloor floor, TimeProvider clock, CrashPoints points, Random dice)
    {
        _plan = plan;
        _store = store;
        Floor = floor;
        _clock = clock;
        _points = points;
        _dice = dice;
        _store.Before = () => Trouble("list");
    }

    public StormFloor Floor { get; }

    public BackendCapabilities Capabilities => _plan.Capabilities;

    public IEnumerable<StormJob> Jobs => _jobs.Values.Where(j => !_abandoned.Contains(j.Ask.Name));

    /// <summary>Arrays taken so far.</summary>
    public int Taken => _taken;

    /// <summary>What an engine must never ask for; must stay empty.</summary>
    public List<string> Violations { get; } = [];

    /// <summary>Whether nothing goes wrong any more.</summary>
    public bool IsCalm { get; set; }

    /// <summary>Until when no call gets through.</summary>
    public DateTimeOffset OutageUntil { get; set; }

    public Task WaitForNewsAsync(CancellationToken cancellationToken) => throw new NotSupportedException("A storm brings news itself.");

    /// <summary>Lets happen what falls due.</summary>
    public void Advance() => Floor.Advance(_clock.GetUtcNow());

    /// <summary>Loses some array.</summary>
    public void LoseOne()
    {
        StormJob[] lively = [.. _jobs.Values.Where(j => !j.HasEnded || _plan.ForgetsEnded)];
        if (lively.Length > 0)
        {
            StormJob job = lively[_dice.Next(lively.Length)];
            _jobs.Remove(job.Ask.Name);
            if (!job.IsWatched)
            {
                // Its reply may have been lost, and now nobody can find it: what it left in its ledger is not looked for when it is taken back.
                Floor.Abandon(job);
            }

            Floor.Lose(job, goesOn: _plan.HasOrphans && _dice.Next(2) == 0);
        }
    }

    /// <summary>A target takes nothing for a while.</summary>
    public void Close(string target, DateTimeOffset until) => _closed[target] = until;

    /// <summary>The engine's journal lost its end: it knows nothing of any other array than these, and may have to send again what it forgot that it sent.</summary>
    public void Recall(IReadOnlyCollection<JobName> known, IReadOnlyCollection<JobName> planned)
    {
        _everDone.ExceptWith(planned);
        foreach (StormJob job in _jobs.Values.Where(j => !known.Contains(j.Ask.Name)))
        {
            _abandoned.Add(job.Ask.Name);
            Floor.Abandon(job);
        }
    }

    public Task<IReadOnlyList<SubmitReply>> SubmitAsync(IReadOnlyList<ArrayAsk> asks, CancellationToken cancellationToken) =>
        Do<IReadOnlyList<SubmitReply>>("submit", () =>
        {
            var replies = new List<SubmitReply>();
            foreach (ArrayAsk ask in asks)
            {
                replies.Add(SubmitOne(ask));
                _points.Pass("between two arrays of a submission");
            }

            return replies;
        });

    public Task<IReadOnlyList<JobHandle>> FindAsync(IReadOnlyList<JobName> names, CancellationToken cancellationToken) =>
        Do<IReadOnlyList<JobHandle>>("find", () => [.. names
            .Where(name => _jobs.TryGetValue(name, out StormJob? job) && job.VisibleAt <= _clock.GetUtcNow())
            .Select(name => _jobs[name].Handle)]);

    public Task<IReadOnlyList<ArrayStatus>> ObserveAsync(IReadOnlyList<JobHandle> handles, CancellationToken cancellationToken) =>
        Do<IReadOnlyList<ArrayStatus>>("observe", () =>
        {
            Floor.HasNews = false;
            return [.. handles.Select(StatusOf)];
        });

    public Task CancelAsync(JobHandle handle, IndexSet elements, CancellationToken cancellationToken) => Do("cancel", () =>
    {
        if (_jobs.TryGetValue(handle.Name, out StormJob? job))
        {
            Floor.Stop(job, elements);
        }

        return true;
    });

    public Task ForgetAsync(IReadOnlyList<JobHandle> handles, CancellationToken cancellationToken) => Do("forget", () =>
    {
        foreach (JobHandle handle in handles)
        {
            _everDone.Add(handle.Name);
            if (_jobs.Remove(handle.Name, out StormJob? job))
            {
                Floor.Lose(job, goesOn: true);
            }
        }

        return true;
    });

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    protected Task<T> Do<T>(string operation, Func<T> work)
    {
        _points.Pass("before " + operation);
        Advance();
        Trouble(operation);
        Refuse(operation);
        T answer = work();
        _points.Pass("after " + operation);
        Refuse(operation);
        return !IsCalm && _dice.NextDouble() < _plan.Faults * 0.1
            ? throw Fault(FaultKind.Transient, operation, "the reply was lost")
            : Task.FromResult(answer);
    }

    private SubmitReply SubmitOne(ArrayAsk ask)
    {
        if (RefusalOf(ask) is { } refusal)
        {
            return SubmitReply.Refused(refusal);
        }

        bool isFoul = !IsCalm && _dice.NextDouble() < _plan.Faults * 0.2;
        if (isFoul && _dice.Next(2) == 0)
        {
            return SubmitReply.Refused(Fault(_dice.Next(2) == 0 ? FaultKind.Transient : FaultKind.Throttled, "submit", "busy"));
        }

        if (_jobs.ContainsKey(ask.Name) || _everDone.Contains(ask.Name))
        {
            Violations.Add($"{ask.Name} was submitted twice");
        }

        string text = ask.Environment[RunnerEnvironment.Order];
        StageOrder order = OrderCodec.Parse(text[0] == '@' ? System.Text.Encoding.UTF8.GetString(_store.ContentOf(text[1..])) : text);
        TimeSpan lag = Capabilities.SearchLag * _dice.NextDouble();
        var job = new StormJob(ask, order, new JobHandle(ask.Name, $"job-{_taken++ % Ids}", ask.Target), _clock.GetUtcNow() + lag);
        _everTaken.Add(ask.Name);
        _jobs[ask.Name] = job;
        Floor.Add(job);
        return isFoul ? SubmitReply.Refused(Fault(FaultKind.Transient, "submit", "no answer")) : SubmitReply.Accepted(job.Handle);
    }

    private ArrayStatus StatusOf(JobHandle handle)
    {
        double luck = IsCalm ? 1 : _dice.NextDouble() / Math.Max(_plan.Faults, 1e-9);
        if (!_jobs.TryGetValue(handle.Name, out StormJob? job) || luck < 0.1)
        {
            if (!_everTaken.Contains(handle.Name))
            {
                Violations.Add($"{handle.Name} was asked for although it was never taken");
            }

            return new ArrayStatus { Handle = handle, IsKnown = false };
        }

        return luck < 0.3 ? job.StaleStatus() : job.Status();
    }

    // Not by dice where nothing is ever refused: a seed stays the storm that it was.
    private FaultException? RefusalOf(ArrayAsk ask) =>
        IsCalm ? null
        : _closed.GetValueOrDefault(ask.Target) > _clock.GetUtcNow() ? Fault(FaultKind.Denied, "submit", "the queue is closed")
        : _plan.Refusals > 0 && _dice.NextDouble() < _plan.Refusals ? Fault(FaultKind.Broken, "submit", "there is no such image")
        : null;

    private void Refuse(string operation)
    {
        if (operation == "submit" && !IsCalm && _plan.Refusals > 0 && _dice.NextDouble() < _plan.Refusals / 4)
        {
            throw Fault(FaultKind.Denied, operation, "the credentials have expired");
        }
    }

    private void Trouble(string operation)
    {
        if (_clock.GetUtcNow() < OutageUntil)
        {
            throw Fault(FaultKind.Transient, operation, "no connection");
        }

        double luck = IsCalm ? 1 : _dice.NextDouble() / Math.Max(_plan.Faults, 1e-9);
        if (luck < 0.1)
        {
            throw luck < 0.05
                ? Fault(FaultKind.Transient, operation, "the request was lost")
                : Fault(FaultKind.Throttled, operation, "too many requests");
        }
    }

    private static FaultException Fault(FaultKind kind, string operation, string detail) => new(kind, operation, "the cloud", detail)
    {
        RetryAfter = kind == FaultKind.Throttled ? TimeSpan.FromSeconds(1) : TimeSpan.Zero,
    };
}
