using HtcFlow.Backends.Clusters.Schedulers;
using HtcFlow.Core.Ids;
using HtcFlow.Core.Ports;
using HtcFlow.Core.Ports.Abilities;
using HtcFlow.Core.Sweeps;

namespace HtcFlow.Backends.Clusters;

/// <summary>Runs arrays as array jobs of a cluster's scheduler.</summary>
/// <remarks>
/// Owner: one engine lane, which is the only caller, one call at a time (<see cref="WaitForNewsAsync"/> may wait beside others).
/// Survives a crash: every array; one whose reply was lost is found by its name in the queue, or behind it in the scheduler's records. A look at
/// all arrays is one command, whatever their number, and none when everything has ended. The scheduler reruns nothing by itself: the engine
/// alone counts attempts.
/// </remarks>
public sealed class ClusterBackend : IBackend, IHostControl, IHindered
{
    // A scheduler that takes long to answer is asked less often, however much news there is: a tenth of the time at most.
    private const int LookRest = 10;

    private readonly ClusterParts _parts;
    private readonly IScheduler _scheduler;
    private readonly IEndings _endings;
    private readonly ArrayBook _book;
    private readonly NewsDesk _news;
    private readonly UnheardWatch? _unheard;
    private readonly StuckDesk? _stuck;
    private readonly SemaphoreSlim _gate = new(1);
    private string[] _avoided = [];

    // What arrays that waited were told; those that were sent later know it by themselves.
    private string[]? _told;

    internal ClusterBackend(ClusterParts parts)
    {
        _parts = parts;
        _scheduler = parts.Scheduler;
        _endings = parts.Endings;
        _book = parts.Book;
        _news = new NewsDesk(parts.NewsInterval, parts.Clock);
        _unheard = parts.Unheard is { } hosts ? new UnheardWatch(hosts, parts.UnheardPatience, parts.Clock) : null;
        _stuck = parts.Stuck is null ? null : new StuckDesk(parts.Stuck, parts.Scheduler);
    }

    /// <inheritdoc/>
    public BackendCapabilities Capabilities => _parts.Capabilities;

    /// <inheritdoc/>
    public string Hindrance => _stuck?.Hindrance ?? "";

    /// <summary>Processes started so far.</summary>
    internal long ProcessesStarted => _scheduler.Started;

    /// <inheritdoc/>
    public Task WaitForNewsAsync(CancellationToken cancellationToken) => _news.WaitAsync(
        async token =>
        {
            if (_endings.IsCheap)
            {
                using GateHold hold = await GateHold.TakeAsync(_gate, token);
                await ReadEndingsAsync(token);
            }
        },
        cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<SubmitReply>> SubmitAsync(IReadOnlyList<ArrayAsk> asks, CancellationToken cancellationToken)
    {
        using GateHold hold = await GateHold.TakeAsync(_gate, cancellationToken);
        Dictionary<string, QueuedJob>? queue = asks.Any(ask => !IsKnown(ask.Name)) ? await _scheduler.QueueAsync(cancellationToken) : null;
        await ReadEndingsAsync(cancellationToken);
        long mark = queue is null ? 0 : await _endings.MarkAsync(cancellationToken);
        var replies = new SubmitReply[asks.Count];
        FaultException? outage = null;
        for (int a = 0; a < asks.Count; a++)
        {
            ArrayAsk ask = asks[a];
            replies[a] = IsKnown(ask.Name) || Adopt(ask.Name, ask.Elements, queue) ? SubmitReply.Accepted(_book.Find(ask.Name)!.Handle(ask.Target))
                : outage is not null ? SubmitReply.Refused(
                    new FaultException(outage.Kind, outage.Operation, ask.Name.Value, outage.Detail) { RetryAfter = outage.RetryAfter })
                : _scheduler.Check(ask) is { } refusal ? SubmitReply.Refused(refusal)
                : await SendAsync(ask, mark, cancellationToken);
            outage ??= replies[a].Fault is { } fault && (IsOutage(fault) || fault.Kind == FaultKind.Throttled) ? fault : null;
        }

        return replies;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<JobHandle>> FindAsync(IReadOnlyList<JobName> names, CancellationToken cancellationToken)
    {
        using GateHold hold = await GateHold.TakeAsync(_gate, cancellationToken);
        if (names.Any(name => !IsKnown(name)))
        {
            Dictionary<string, QueuedJob> queue = await _scheduler.QueueAsync(cancellationToken);
            await ReadEndingsAsync(cancellationToken);
            foreach (JobName name in names.Where(name => !IsKnown(name)))
            {
                await AdoptAsync(name, queue, cancellationToken);
            }
        }

        return [.. names.Where(IsKnown).Select(name => _book.Find(name)!.Handle(""))];
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ArrayStatus>> ObserveAsync(IReadOnlyList<JobHandle> handles, CancellationToken cancellationToken)
    {
        using GateHold hold = await GateHold.TakeAsync(_gate, cancellationToken);
        TimeSpan? next = null;
        if (handles.Any(handle => Tracked(handle) is not { IsSettled: true }))
        {
            DateTimeOffset now = _parts.Clock.GetUtcNow();
            long begin = _parts.Clock.GetTimestamp();
            Dictionary<string, QueuedJob> queue = await _scheduler.QueueAsync(cancellationToken);
            TimeSpan rest = _parts.Clock.GetElapsedTime(begin) * LookRest;
            _news.Rest(rest < Capabilities.PollInterval ? rest : Capabilities.PollInterval);
            foreach (JobHandle handle in handles.Where(handle => !IsKnown(handle.Name) && There(queue, handle.Name)?.Id == handle.BackendId))
            {
                await AdoptAsync(handle.Name, queue, cancellationToken);
            }

            // After the queue: an element that was gone there may have its record by now.
            await ReadEndingsAsync(cancellationToken);
            await StopRerunsAsync(queue, cancellationToken);
            next = Look(queue, now);
            if (_unheard is not null)
            {
                await _unheard.LookAsync(_book.Arrays, cancellationToken);
            }

            TimeSpan? due = _stuck is null ? null : await _stuck.TendAsync(_book.Arrays, now, cancellationToken);
            next = due is null || next < due ? next : due;
        }

        _news.TellIn(next);
        return [.. handles.Select(handle => Tracked(handle)?.Status(handle) ?? new ArrayStatus { Handle = handle, IsKnown = false })];
    }

    /// <inheritdoc/>
    public async Task CancelAsync(JobHandle handle, IndexSet elements, CancellationToken cancellationToken)
    {
        using GateHold hold = await GateHold.TakeAsync(_gate, cancellationToken);
        IndexSet open = Tracked(handle)?.OpenOf(elements) ?? IndexSet.Empty;
        if (open.Count > 0)
        {
            await _scheduler.DeleteAsync(Tracked(handle)!.Job, open, cancellationToken);
            Tracked(handle)!.OnCancelled(open);
            _news.Tell();
        }
    }

    /// <inheritdoc/>
    public async Task ForgetAsync(IReadOnlyList<JobHandle> handles, CancellationToken cancellationToken)
    {
        using GateHold hold = await GateHold.TakeAsync(_gate, cancellationToken);
        foreach (JobHandle handle in handles.Where(handle => Tracked(handle) is not null))
        {
            _book.OnGone(handle.Name);
        }
    }

    /// <inheritdoc/>
    public async Task AvoidAsync(IReadOnlyCollection<string> hosts, CancellationToken cancellationToken)
    {
        using GateHold hold = await GateHold.TakeAsync(_gate, cancellationToken);
        _avoided = [.. hosts.Where(AskRules.IsHost).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        if (_parts.Avoidance is { } avoidance && _told?.SequenceEqual(_avoided) != true)
        {
            foreach (TrackedArray array in _book.Arrays.Where(static array => array.Job.Length > 0 && array.Waits))
            {
                await avoidance.AvoidAsync(array.Job, _avoided, cancellationToken);
            }

            _told = _avoided;
        }

        if (_parts.Hosts is not { } hostSwitch)
        {
            return;
        }

        // Those of an earlier engine too, and also where disabling is not wanted any more.
        foreach (string host in _book.Disabled.Except(_avoided).ToArray())
        {
            if (await hostSwitch.SwitchAsync(host, isDisabled: false, cancellationToken))
            {
                _book.OnSwitched(host, isDisabled: false);
            }
        }

        foreach (string host in _parts.SwitchesHosts ? _avoided.Except(_book.Disabled).ToArray() : [])
        {
            if (await hostSwitch.SwitchAsync(host, isDisabled: true, cancellationToken))
            {
                _book.OnSwitched(host, isDisabled: true);
            }
        }
    }

    /// <summary>Says which elements of which arrays were in the error state at the last look, and why.</summary>
    public async Task<IReadOnlyList<StuckElements>> ExplainAsync(CancellationToken cancellationToken)
    {
        using GateHold hold = await GateHold.TakeAsync(_gate, cancellationToken);
        var stuck = new List<StuckElements>();
        if (_parts.Stuck is not { } desk)
        {
            return stuck;
        }

        foreach (TrackedArray array in _book.Arrays.Where(static array => array.Stuck.Count > 0))
        {
            IReadOnlyDictionary<long, string> words = await desk.ReasonsAsync(array.Job, cancellationToken);
            stuck.AddRange(
                from element in array.Stuck
                group element by words.GetValueOrDefault(element, "it is in the error state") into same
                select new StuckElements(array.Handle(""), IndexSet.Of(same), same.Key));
        }

        return stuck;
    }

    /// <summary>Takes elements out of the error state: the scheduler starts them again.</summary>
    public async Task ClearAsync(JobHandle handle, IndexSet elements, CancellationToken cancellationToken)
    {
        using GateHold hold = await GateHold.TakeAsync(_gate, cancellationToken);
        if (_parts.Stuck is { } desk && Tracked(handle)?.OpenOf(elements) is { Count: > 0 } open)
        {
            await desk.ClearAsync(Tracked(handle)!.Job, open, cancellationToken);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _book.Dispose();
        _gate.Dispose();
        await _parts.Commands.DisposeAsync();
    }

    // It stays open what happened, and asking for more is useless now.
    private static bool IsOutage(FaultException fault) => fault.Kind == FaultKind.Transient;

    private bool IsKnown(JobName name) => _book.Find(name) is { Job.Length: > 0 };

    // Numbers wrap: a handle of another number is another array's.
    private TrackedArray? Tracked(JobHandle handle) =>
        _book.Find(handle.Name) is { Job.Length: > 0 } array && array.Job == handle.BackendId ? array : null;

    private async Task<SubmitReply> SendAsync(ArrayAsk ask, long mark, CancellationToken cancellationToken)
    {
        TrackedArray array = _book.OnAsked(ask.Name, ask.Elements, mark);
        try
        {
            if (await _scheduler.SubmitAsync(ask, _avoided, cancellationToken) is { } job)
            {
                _book.OnSubmitted(array, job);
                return SubmitReply.Accepted(array.Handle(ask.Target));
            }

            return SubmitReply.Refused(new FaultException(
                FaultKind.Transient, "submit array", ask.Name.Value, "it was accepted but no job number was printed; the array is looked for by its name"));
        }
        catch (FaultException fault)
        {
            if (!IsOutage(fault))
            {
                _book.OnGone(ask.Name);
            }

            return SubmitReply.Refused(fault);
        }
    }

    // A lost reply leaves an array in the queue, or behind it among the records, which were recognized by name.
    private bool Adopt(JobName name, int elements, Dictionary<string, QueuedJob>? queue)
    {
        if (There(queue, name) is { } there)
        {
            _book.OnSubmitted(_book.Find(name) ?? _book.OnAsked(name, elements, 0), there.Id);
        }

        return IsKnown(name);
    }

    // Of an array that was forgotten the scheduler may still show ends.
    private QueuedJob? There(Dictionary<string, QueuedJob>? queue, JobName name) =>
        queue?.Values.FirstOrDefault(job => job.Name == name.Value && (job.Present.Count > 0 || _book.Find(name) is not null));

    private async Task AdoptAsync(JobName name, Dictionary<string, QueuedJob> queue, CancellationToken cancellationToken)
    {
        if (_book.Find(name) is null && There(queue, name) is { } there)
        {
            int elements = await _scheduler.SizeAsync(there.Id, cancellationToken);
            if (elements > 0)
            {
                _book.OnAsked(name, elements, await _endings.MarkAsync(cancellationToken));
            }
        }

        if (_book.Find(name) is { } array)
        {
            Adopt(name, array.Elements, queue);
        }
    }

    private async Task ReadEndingsAsync(CancellationToken cancellationToken)
    {
        Dictionary<string, TrackedArray> byName = _book.Arrays.ToDictionary(static array => array.Name.Value, StringComparer.Ordinal);
        foreach (EndRecord record in await _endings.ReadAsync(byName, cancellationToken))
        {
            if (!byName.TryGetValue(record.Name, out TrackedArray? array))
            {
                continue;
            }

            if (array.Job.Length == 0)
            {
                _book.OnSubmitted(array, record.Job);
            }

            if (array.Job == record.Job)
            {
                array.OnRecord(record);
                _news.Tell();
            }
        }
    }

    // Before they count as ended: the engine's next attempt must not meet one that nobody ordered.
    private async Task StopRerunsAsync(Dictionary<string, QueuedJob> queue, CancellationToken cancellationToken)
    {
        foreach (TrackedArray array in _book.Arrays.Where(static array => array.Job.Length > 0 && !array.IsSettled))
        {
            if (queue.GetValueOrDefault(array.Job) is { Again.Count: > 0 } job && job.Name == array.Name.Value)
            {
                await _scheduler.DeleteAsync(array.Job, job.Again, cancellationToken);
            }
        }
    }

    // How long until looking again is worth it; null when only news can tell.
    private TimeSpan? Look(Dictionary<string, QueuedJob> queue, DateTimeOffset now)
    {
        TimeSpan patience = _endings.Patience;
        TimeSpan? next = null;
        foreach (TrackedArray array in _book.Arrays.Where(static array => array.Job.Length > 0 && !array.IsSettled))
        {
            QueuedJob? job = queue.GetValueOrDefault(array.Job) is { } there && there.Name == array.Name.Value ? there : null;
            foreach (EndRecord record in job?.Ends ?? [])
            {
                array.OnRecord(record);
            }

            TimeSpan? rest = array.OnLook(job, now, patience);
            next = rest is null || next < rest ? next : rest;
            if (!_endings.IsCheap && !array.IsSettled && !(next < _parts.NewsInterval))
            {
                next = _parts.NewsInterval;
            }
        }

        return next < _parts.NewsInterval ? _parts.NewsInterval : next;
    }
}
