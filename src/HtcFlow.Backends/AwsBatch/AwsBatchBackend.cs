using HtcFlow.Aws;
using HtcFlow.Aws.Batch.Jobs;
using HtcFlow.Core.Ids;
using HtcFlow.Core.Ports;
using HtcFlow.Core.Ports.Abilities;
using HtcFlow.Core.Sweeps;

namespace HtcFlow.Backends.AwsBatch;

/// <summary>Runs array jobs on queues of AWS Batch, in one or several accounts and regions.</summary>
/// <remarks>
/// Owner: one engine lane; one call at a time. Nothing is kept on disk: names are looked for in the queues after a crash, and the service keeps finished jobs for
/// about a day. A look costs one call for 100 arrays, however many elements they have.
/// </remarks>
public sealed class AwsBatchBackend : IBackend, IHostControl, IHindered, IAccounted
{
    // A container of an image that is there starts within seconds; an image that is not takes a minute once for each host.
    private static readonly TimeSpan s_startCost = TimeSpan.FromSeconds(5);

    private readonly Dictionary<string, BatchPlace> _places;
    private readonly Dictionary<string, StuckWatch> _watches;
    private readonly Dictionary<JobName, BatchArray> _arrays = [];
    private readonly HashSet<JobName> _forgotten = [];
    private readonly AwsBatchOptions _options;
    private readonly TimeProvider _clock;
    private readonly HostReturns _returns;
    private readonly ListingBudget _budget = new();
    private volatile string _hindrance = "";

    private AwsBatchBackend(AwsBatchOptions options, Dictionary<string, BatchPlace> places, int slots, TimeProvider clock)
    {
        _options = options;
        _places = places;
        _clock = clock;
        _watches = places.ToDictionary(static p => p.Key, p => new StuckWatch(p.Value, options.StuckAfter, clock), StringComparer.Ordinal);
        _returns = new HostReturns([.. places.Values.Where(static place => place.Options.TerminatesHosts)], options.MostTerminations, clock);
        Capabilities = new BackendCapabilities
        {
            MaxArrayElements = AwsBatchScript.MaxElements,
            MaxEnvironmentCharacters = AwsBatchScript.MaxEnvironmentCharacters,
            MaxOutstandingElements = options.MaxOutstanding,
            Slots = slots,
            PollInterval = options.PollInterval,
            SearchLag = options.SearchLag,
            StartCost = s_startCost,
        };
    }

    /// <inheritdoc/>
    public BackendCapabilities Capabilities { get; }

    /// <inheritdoc/>
    public string Hindrance => _hindrance;

    /// <summary>Looks at the queues and opens them as a backend.</summary>
    /// <param name="options">How arrays are sent.</param>
    /// <param name="services">Opens the services for one target's account and region.</param>
    /// <param name="clock">Where time comes from.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="FaultException">None of the queues can be used: it is not there, or the credentials do not do.</exception>
    public static async Task<AwsBatchBackend> OpenAsync(
        AwsBatchOptions options, Func<AwsBatchOptions, AwsServices> services, TimeProvider clock, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(services);
        IEnumerable<(string Name, AwsBatchOptions Options)> targets =
            options.Targets.Count == 0 ? [("", options)] : options.Targets.Select(static target => (target.Key, target.Value));
        var places = targets.ToDictionary(static t => t.Name, t => new BatchPlace(t.Name, t.Options, services(t.Options)), StringComparer.Ordinal);
        var faults = new List<FaultException>();
        int slots = 0;
        foreach (BatchPlace place in places.Values)
        {
            try
            {
                slots += (await place.LookAsync(cancellationToken)).Vcpus;
            }
            catch (FaultException fault)
            {
                // One target that cannot be used now is the engine's matter: it refuses what is sent there, and others take it.
                faults.Add(fault);
            }
        }

        return faults.Count == places.Count ? throw faults[0] : new AwsBatchBackend(options, places, slots, clock);
    }

    /// <inheritdoc/>
    public Task WaitForNewsAsync(CancellationToken cancellationToken) =>
        Task.Delay(_options.NewsInterval ?? Timeout.InfiniteTimeSpan, _clock, cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<SubmitReply>> SubmitAsync(IReadOnlyList<ArrayAsk> asks, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(asks);
        var under = new Dictionary<JobName, Task<SubmitReply>>();
        foreach (ArrayAsk ask in asks.Where(ask => !_arrays.ContainsKey(ask.Name)).DistinctBy(static ask => ask.Name))
        {
            under[ask.Name] = _places.TryGetValue(ask.Target, out BatchPlace? place)
                ? place.SubmitAsync(ask, cancellationToken)
                : Task.FromResult(SubmitReply.Refused(new FaultException(FaultKind.Broken, "submit array", ask.Name.Value, $"there is no target '{ask.Target}'")));
        }

        await Task.WhenAll(under.Values);
        foreach (ArrayAsk ask in asks.Where(ask => under.ContainsKey(ask.Name)))
        {
            if ((await under[ask.Name]).Handle is { } handle && _arrays.TryAdd(ask.Name, new BatchArray(handle, ask.Elements, _clock.GetUtcNow())))
            {
                _forgotten.Remove(ask.Name);
            }
        }

        return [.. asks.Select(ask => _arrays.TryGetValue(ask.Name, out BatchArray? array) ? SubmitReply.Accepted(array.Handle) : under[ask.Name].Result)];
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<JobHandle>> FindAsync(IReadOnlyList<JobName> names, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(names);
        JobName[] unknown = [.. names.Where(name => !_arrays.ContainsKey(name) && !_forgotten.Contains(name))];
        foreach (BatchPlace place in unknown.Length == 0 ? [] : _places.Values.AsEnumerable())
        {
            foreach (JobSummary job in await place.FindAsync(unknown, cancellationToken))
            {
                var handle = new JobHandle(new JobName(job.JobName), job.JobId, place.Name);
                _arrays.TryAdd(handle.Name, new BatchArray(handle, job.ArrayProperties?.Size ?? 1, _clock.GetUtcNow()));
            }
        }

        return [.. names.Where(_arrays.ContainsKey).Select(name => _arrays[name].Handle)];
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ArrayStatus>> ObserveAsync(IReadOnlyList<JobHandle> handles, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(handles);
        BatchArray?[] arrays = [.. handles.Select(Track)];
        DateTimeOffset now = _clock.GetUtcNow();
        foreach (IGrouping<string, BatchArray> here in arrays.OfType<BatchArray>().Where(static a => !a.IsSettled).Distinct().GroupBy(static a => a.Handle.Target))
        {
            if (_places.TryGetValue(here.Key, out BatchPlace? place))
            {
                await LookAsync(place, [.. here], now, cancellationToken);
            }
        }

        _hindrance = string.Join("; ", _watches.Values.Select(static watch => watch.Hindrance).Append(_returns.Refusal).Where(static text => text.Length > 0));
        return [.. arrays.Zip(handles, static (array, handle) => array?.Status() ?? new ArrayStatus { Handle = handle, IsKnown = false })];
    }

    /// <inheritdoc/>
    public void Account(JobHandle handle, long ended, long accounted)
    {
        ArgumentNullException.ThrowIfNull(handle);
        if (_arrays.TryGetValue(handle.Name, out BatchArray? array))
        {
            array.Account(ended, accounted);
        }
    }

    /// <inheritdoc/>
    public async Task CancelAsync(JobHandle handle, IndexSet elements, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(handle);
        ArgumentNullException.ThrowIfNull(elements);
        if (Track(handle) is not { IsSettled: false } array || !_places.TryGetValue(handle.Target, out BatchPlace? place))
        {
            return;
        }

        long wanted = elements.TakeWhile(element => array.Elements == 0 || element < array.Elements).LongCount();

        // What is left out has ended by its own last word: then one call ends the rest, else each element takes one.
        bool isWhole = array.Elements == 1 || (array.Elements > 0 && array.Elements - wanted <= array.Accounted);
        string[] ids = isWhole ? [handle.BackendId] : [.. elements.Take((int)wanted).Select(element => $"{handle.BackendId}:{element}")];
        try
        {
            await Task.WhenAll(ids.Select(id => place.Services.Jobs.TerminateAsync(id, "cancelled by HtcFlow", cancellationToken)));
        }
        catch (FaultException fault) when (fault.Kind is FaultKind.Broken or FaultKind.Gone)
        {
            // What the service has forgotten by now has ended.
            if (await place.Services.Jobs.DescribeAsync([handle.BackendId], cancellationToken) is { Count: > 0 })
            {
                throw;
            }
        }
    }

    /// <inheritdoc/>
    public Task ForgetAsync(IReadOnlyList<JobHandle> handles, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(handles);
        foreach (JobHandle handle in handles)
        {
            _arrays.Remove(handle.Name);
            _forgotten.Add(handle.Name);
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task AvoidAsync(IReadOnlyCollection<string> hosts, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(hosts);
        return _returns.ReturnAsync(hosts, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    // An engine that was started again has handles of arrays that this process never submitted.
    private BatchArray? Track(JobHandle handle)
    {
        if (_arrays.TryGetValue(handle.Name, out BatchArray? known))
        {
            return known.Handle.BackendId == handle.BackendId ? known : null;
        }

        if (_forgotten.Contains(handle.Name))
        {
            return null;
        }

        return _arrays[handle.Name] = new BatchArray(handle, 0, _clock.GetUtcNow());
    }

    private async Task LookAsync(BatchPlace place, BatchArray[] arrays, DateTimeOffset now, CancellationToken cancellationToken)
    {
        IReadOnlyList<JobDetail> details = await place.Services.Jobs.DescribeAsync([.. arrays.Select(static a => a.Handle.BackendId)], cancellationToken);
        Dictionary<string, JobDetail> byId = details.ToDictionary(static d => d.JobId, StringComparer.Ordinal);
        foreach (BatchArray array in arrays)
        {
            if (byId.TryGetValue(array.Handle.BackendId, out JobDetail? detail))
            {
                long before = array.Tally.Ended;
                array.OnSeen(detail, now);
                _budget.Earn(array.Tally.Ended - before);
            }
            else
            {
                array.OnMissed(now, _options.SearchLag);
            }
        }

        foreach (BatchArray array in arrays.Where(a => byId.ContainsKey(a.Handle.BackendId)).OrderByDescending(static a => a.Unexplained))
        {
            if (array.IsTimeToNameFailed(now, _options.ListAfter) || (array.IsWorthNamingFailed(now, _options.ListAfter) && _budget.Spend(array.FailedPages)))
            {
                array.NameFailed((await ChildrenAsync(place, array, JobStatus.Failed, cancellationToken)).Select(AwsBatchReplies.EndOf), now);
            }

            if (array.IsTimeToNameRunning(now, _options.ListAfter))
            {
                IReadOnlyList<JobSummary> running = await ChildrenAsync(place, array, JobStatus.Running, cancellationToken);
                array.NameRunning(running.Select(static child => (long)(child.ArrayProperties?.Index ?? 0)), now);
            }
        }

        await _watches[place.Name].LookAsync(() => [.. _arrays.Values.Where(a => a.Handle.Target == place.Name)], cancellationToken);
    }

    private static async Task<IReadOnlyList<JobSummary>> ChildrenAsync(BatchPlace place, BatchArray array, JobStatus status, CancellationToken cancellationToken)
    {
        var children = new List<JobSummary>();
        try
        {
            await foreach (JobSummary child in place.Services.Jobs.ListAsync(ListQuery.OfArray(array.Handle.BackendId, status), cancellationToken))
            {
                children.Add(child);
            }
        }
        catch (FaultException fault) when (fault.Kind == FaultKind.Gone)
        {
            // Forgotten since the look at it: the next look tells so.
        }

        return children;
    }
}
