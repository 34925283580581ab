using HtcFlow.Backends.Commands;
using HtcFlow.Backends.GridEngine.Replies;
using HtcFlow.Core.Ids;
using HtcFlow.Core.Ports;
using HtcFlow.Core.Sweeps;

namespace HtcFlow.Backends.GridEngine;

/// <summary>Runs arrays as array jobs of a cell of Grid Engine.</summary>
/// <remarks>
/// Owner: one engine lane, which is the only caller, one call at a time (<see cref="WaitForNewsAsync"/> may wait beside others).
/// Survives a crash: every array; one whose reply was lost is found by its name in the queue, or behind it in the accounting data. A look at
/// all arrays is one <c>qstat</c>, whatever their number, and none when everything has ended; how elements ended is read from the accounting
/// file. The scheduler reruns nothing by itself (<c>-r n</c>): the engine alone counts attempts.
/// </remarks>
public sealed class GridEngineBackend : IBackend, IHostControl
{
    // qmaster refuses none below max_aj_tasks, but a million is what one byte an element and one look at it are sized for.
    private const int MostElements = 1_000_000;

    // A slot stands idle until the scheduler's next run: about a second where that was tried, with few slots and a quick schedule.
    private static readonly TimeSpan s_startCost = TimeSpan.FromSeconds(1);

    private readonly GridEngineOptions _options;
    private readonly GridEngineCell _cell;
    private readonly ArrayBook _book;
    private readonly AccountingTail _tail;
    private readonly NewsDesk _news;
    private readonly TimeProvider _clock;
    private readonly SemaphoreSlim _gate = new(1);
    private readonly int _widest;
    private string[] _avoided = [];

    private GridEngineBackend(
        GridEngineOptions options, GridEngineCell cell, ArrayBook book, AccountingTail tail, TimeProvider clock, CellLimits limits, IReadOnlyList<HostSlots> hosts)
    {
        _options = options;
        _cell = cell;
        _book = book;
        _tail = tail;
        _clock = clock;
        _news = new NewsDesk(options.NewsInterval, clock);
        _widest = hosts.Select(static host => host.Slots).DefaultIfEmpty().Max();
        Capabilities = new BackendCapabilities
        {
            MaxArrayElements = limits.MaxArrayTasks > 0 ? Math.Min(limits.MaxArrayTasks, MostElements) : MostElements,
            MaxEnvironmentCharacters = GridEngineScript.MaxEnvironmentBytes,
            MaxOutstandingElements = MostElements,
            Slots = hosts.Sum(static host => host.Slots),
            PollInterval = options.PollInterval,
            SearchLag = options.AccountingLag,
            StartCost = s_startCost,
        };
    }

    /// <inheritdoc/>
    public BackendCapabilities Capabilities { get; }

    /// <summary>Processes started so far.</summary>
    internal long ProcessesStarted => _cell.Started;

    /// <summary>Opens the book of arrays and asks the cell what it allows.</summary>
    /// <exception cref="FaultException">The commands are missing, the cell does not answer, or the book cannot be used.</exception>
    public static Task<GridEngineBackend> OpenAsync(GridEngineOptions options, TimeProvider clock, CancellationToken cancellationToken) =>
        OpenAsync(options, new LocalCommands(options.CommandEnvironment, options.CommandTimeout, clock), clock, cancellationToken);

    /// <inheritdoc/>
    public Task WaitForNewsAsync(CancellationToken cancellationToken) => _news.WaitAsync(
        async token =>
        {
            using GateHold hold = await GateHold.TakeAsync(_gate, token);
            await ReadAccountingAsync(token);
        },
        cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<SubmitReply>> SubmitAsync(IReadOnlyList<ArrayAsk> asks, CancellationToken cancellationToken)
    {
        using GateHold hold = await GateHold.TakeAsync(_gate, cancellationToken);
        Dictionary<string, QueuedJob>? queue = asks.Any(ask => !IsKnown(ask.Name)) ? await _cell.QueueAsync(cancellationToken) : null;
        await ReadAccountingAsync(cancellationToken);
        var replies = new SubmitReply[asks.Count];
        FaultException? outage = null;
        for (int a = 0; a < asks.Count; a++)
        {
            ArrayAsk ask = asks[a];
            replies[a] = IsKnown(ask.Name) || Adopt(ask.Name, ask.Elements, queue) ? SubmitReply.Accepted(_book.Find(ask.Name)!.Handle(ask.Target))
                : outage is not null ? SubmitReply.Refused(new FaultException(outage.Kind, outage.Operation, ask.Name.Value, outage.Detail))
                : GridEngineScript.Check(ask, Capabilities.MaxArrayElements, _widest) is { } refusal ? SubmitReply.Refused(refusal)
                : await SendAsync(ask, cancellationToken);
            outage ??= replies[a].Fault is { } fault && GridEngineFault.IsOutage(fault) ? fault : null;
        }

        return replies;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<JobHandle>> FindAsync(IReadOnlyList<JobName> names, CancellationToken cancellationToken)
    {
        using GateHold hold = await GateHold.TakeAsync(_gate, cancellationToken);
        if (names.Any(name => !IsKnown(name)))
        {
            Dictionary<string, QueuedJob> queue = await _cell.QueueAsync(cancellationToken);
            await ReadAccountingAsync(cancellationToken);
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
            DateTimeOffset now = _clock.GetUtcNow();
            Dictionary<string, QueuedJob> queue = await _cell.QueueAsync(cancellationToken);
            foreach (JobHandle handle in handles.Where(handle => !IsKnown(handle.Name) && queue.GetValueOrDefault(handle.BackendId)?.Name == handle.Name.Value))
            {
                await AdoptAsync(handle.Name, queue, cancellationToken);
            }

            // After the queue: an element that was gone there may have its record by now.
            await ReadAccountingAsync(cancellationToken);
            next = Look(queue, now);
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
            await _cell.DeleteAsync(Tracked(handle)!.Job, open, cancellationToken);
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
        _avoided = [.. hosts.Where(GridEngineScript.IsHost).Distinct(StringComparer.Ordinal)];

        // Those of an earlier engine too, and also where disabling is not wanted any more.
        foreach (string host in _book.Disabled.Except(_avoided).ToArray())
        {
            if (await _cell.SwitchAsync(host, isDisabled: false, cancellationToken))
            {
                _book.OnSwitched(host, isDisabled: false);
            }
        }

        foreach (string host in _options.DisablesQueues ? _avoided.Except(_book.Disabled).ToArray() : [])
        {
            if (await _cell.SwitchAsync(host, isDisabled: true, cancellationToken))
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
        foreach (TrackedArray array in _book.Arrays.Where(static array => array.Stuck.Count > 0))
        {
            Dictionary<int, string> words = (await _cell.ErrorsAsync(array.Job, cancellationToken))
                .DistinctBy(static error => error.Element)
                .ToDictionary(static error => error.Element, static error => error.Reason);
            stuck.AddRange(
                from element in array.Stuck
                group element by words.GetValueOrDefault((int)element, "it is in the error state") into same
                select new StuckElements(array.Handle(""), IndexSet.Of(same), same.Key));
        }

        return stuck;
    }

    /// <summary>Takes elements out of the error state: the scheduler starts them again.</summary>
    public async Task ClearAsync(JobHandle handle, IndexSet elements, CancellationToken cancellationToken)
    {
        using GateHold hold = await GateHold.TakeAsync(_gate, cancellationToken);
        if (Tracked(handle)?.OpenOf(elements) is { Count: > 0 } open)
        {
            await _cell.ClearAsync(Tracked(handle)!.Job, open, cancellationToken);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _book.Dispose();
        _gate.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Opens a backend on another way to run commands.</summary>
    internal static async Task<GridEngineBackend> OpenAsync(
        GridEngineOptions options, ICommands commands, TimeProvider clock, CancellationToken cancellationToken)
    {
        var cell = new GridEngineCell(commands, options);
        CellLimits limits = await cell.LimitsAsync(cancellationToken);
        IReadOnlyList<HostSlots> hosts = await cell.HostsAsync(cancellationToken);
        string path = Path.Combine(Variable("SGE_ROOT", ""), Variable("SGE_CELL", "default"), "common", "accounting");
        long length = Math.Max(0, await commands.LengthAsync(path, cancellationToken));
        ArrayBook book = ArrayBook.Open(options.SpoolDirectory);
        long from = book.Arrays.Select(static array => array.Offset).Append(length).Min();
        return new GridEngineBackend(options, cell, book, new AccountingTail(commands, path, from), clock, limits, hosts);

        string Variable(string name, string usual) =>
            options.CommandEnvironment.GetValueOrDefault(name) ?? Environment.GetEnvironmentVariable(name) ?? usual;
    }

    private bool IsKnown(JobName name) => _book.Find(name) is { Job.Length: > 0 };

    // Numbers wrap: a handle of another number is another array's.
    private TrackedArray? Tracked(JobHandle handle) =>
        _book.Find(handle.Name) is { Job.Length: > 0 } array && array.Job == handle.BackendId ? array : null;

    private async Task<SubmitReply> SendAsync(ArrayAsk ask, CancellationToken cancellationToken)
    {
        TrackedArray array = _book.OnAsked(ask.Name, ask.Elements, await _tail.LengthAsync(cancellationToken));
        try
        {
            if (await _cell.SubmitAsync(ask, _avoided, cancellationToken) is { } job)
            {
                _book.OnSubmitted(array, job);
                return SubmitReply.Accepted(array.Handle(ask.Target));
            }

            return SubmitReply.Refused(new FaultException(
                FaultKind.Transient, "submit array", ask.Name.Value, "qsub ended well but printed no job number; the array is looked for by its name"));
        }
        catch (FaultException fault)
        {
            if (!GridEngineFault.IsOutage(fault))
            {
                _book.OnGone(ask.Name);
            }

            return SubmitReply.Refused(fault);
        }
    }

    // A lost reply leaves an array in the queue, or behind it among the records that ReadAccountingAsync recognized by name.
    private bool Adopt(JobName name, int elements, Dictionary<string, QueuedJob>? queue)
    {
        if (queue?.Values.FirstOrDefault(job => job.Name == name.Value) is { } there)
        {
            _book.OnSubmitted(_book.Find(name) ?? _book.OnAsked(name, elements, 0), there.Id);
        }

        return IsKnown(name);
    }

    private async Task AdoptAsync(JobName name, Dictionary<string, QueuedJob> queue, CancellationToken cancellationToken)
    {
        if (_book.Find(name) is null && queue.Values.FirstOrDefault(job => job.Name == name.Value) is { } there)
        {
            int elements = await _cell.SizeAsync(there.Id, cancellationToken);
            if (elements > 0)
            {
                _book.OnAsked(name, elements, await _tail.LengthAsync(cancellationToken));
            }
        }

        if (_book.Find(name) is { } array)
        {
            Adopt(name, array.Elements, queue);
        }
    }

    private async Task ReadAccountingAsync(CancellationToken cancellationToken)
    {
        Dictionary<string, TrackedArray> byName = _book.Arrays.ToDictionary(static array => array.Name.Value, StringComparer.Ordinal);
        foreach (AccountingRecord record in await _tail.ReadAsync((_, name) => byName.ContainsKey(name), cancellationToken))
        {
            TrackedArray array = byName[record.Name];
            if (record.Owner != _options.User)
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

    // How long until looking again is worth it; null when only news can tell.
    private TimeSpan? Look(Dictionary<string, QueuedJob> queue, DateTimeOffset now)
    {
        TimeSpan patience = _tail.IsReadable ? _options.AccountingLag : TimeSpan.Zero;
        TimeSpan? next = null;
        foreach (TrackedArray array in _book.Arrays.Where(static array => array.Job.Length > 0 && !array.IsSettled))
        {
            QueuedJob? job = queue.GetValueOrDefault(array.Job) is { } there && there.Name == array.Name.Value ? there : null;
            TimeSpan? rest = array.OnLook(job, now, patience);
            next = rest is null || next < rest ? next : rest;
        }

        return next < _options.NewsInterval ? _options.NewsInterval : next;
    }
}
