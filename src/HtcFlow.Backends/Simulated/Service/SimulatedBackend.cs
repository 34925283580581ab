using HtcFlow.Backends.Simulated.Cloud;
using HtcFlow.Backends.Simulated.Metering;
using HtcFlow.Backends.Simulated.World;
using HtcFlow.Core.Ids;
using HtcFlow.Core.Ports;
using HtcFlow.Core.Ports.Abilities;
using HtcFlow.Core.Sweeps;

namespace HtcFlow.Backends.Simulated.Service;

/// <summary>The batch service in front of a simulated cloud, with the habits and limits of AWS Batch.</summary>
/// <remarks>
/// Owner: one engine lane; it stands for the outside world, so disposal forgets nothing. Every task that it returns is completed already,
/// apart from the wait for news. What a call would have taken is told by <see cref="LastCallTook"/>; who holds the clock moves it by that.
/// </remarks>
public sealed class SimulatedBackend : IBackend, IHostControl
{
    private const int PageSize = 100;
    private static readonly TimeSpan s_retryAfter = TimeSpan.FromSeconds(2);
    private readonly SimulatedCloud _cloud;
    private readonly ServiceModel _service;
    private readonly ServiceDice _dice;
    private readonly JobRegister _jobs;
    private long _calls;

    /// <summary>Opens the service of a cloud.</summary>
    public SimulatedBackend(SimulatedCloud cloud)
    {
        ArgumentNullException.ThrowIfNull(cloud);
        _cloud = cloud;
        _service = cloud.World.Service;
        _dice = new ServiceDice(cloud.World.Seed, _service);
        _jobs = new JobRegister(cloud);
        Capabilities = new BackendCapabilities
        {
            MaxArrayElements = _service.MaxArrayElements,
            MaxEnvironmentCharacters = _service.MaxEnvironmentCharacters,
            MaxOutstandingElements = _service.MaxOutstandingElements,
            Slots = (int)Math.Min(int.MaxValue, cloud.Queues.Sum(SlotsOf)),
            PollInterval = _service.PollInterval,
            SearchLag = _service.StaleShare > 0 ? _service.StaleFor : TimeSpan.Zero,
            StartCost = cloud.World.Fleet.ContainerStart,
        };
    }

    /// <inheritdoc/>
    public BackendCapabilities Capabilities { get; }

    /// <summary>What the last call would have taken: its latency, and the pauses that keep its requests within the service's rate.</summary>
    public TimeSpan LastCallTook { get; private set; }

    /// <inheritdoc/>
    /// <remarks>The service tells nothing by itself, as AWS Batch without its event bus: it waits until it is cancelled.</remarks>
    public Task WaitForNewsAsync(CancellationToken cancellationToken) => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<SubmitReply>> SubmitAsync(IReadOnlyList<ArrayAsk> asks, CancellationToken cancellationToken) =>
        CallAsync<IReadOnlyList<SubmitReply>>("submit arrays", asks.Count > 0 ? asks[0].Name.Value : "", () =>
        {
            Count(CallKind.Submit, asks.Count);
            return [.. asks.Select(Submit)];
        });

    /// <inheritdoc/>
    public Task<IReadOnlyList<JobHandle>> FindAsync(IReadOnlyList<JobName> names, CancellationToken cancellationToken) =>
        CallAsync<IReadOnlyList<JobHandle>>("find arrays", names.Count > 0 ? names[0].Value : "", () =>
        {
            Count(CallKind.FindByName, names.Count);
            return [.. names.Select((name, n) => Find(name, n)).OfType<JobHandle>()];
        });

    /// <inheritdoc/>
    public Task<IReadOnlyList<ArrayStatus>> ObserveAsync(IReadOnlyList<JobHandle> handles, CancellationToken cancellationToken) =>
        CallAsync<IReadOnlyList<ArrayStatus>>("observe arrays", handles.Count > 0 ? handles[0].Name.Value : "", () =>
        {
            Count(CallKind.Describe, Pages(handles.Count));
            return [.. handles.Select((handle, h) => Look(handle, h, handles.Count))];
        });

    /// <inheritdoc/>
    public Task CancelAsync(JobHandle handle, IndexSet elements, CancellationToken cancellationToken) =>
        CallAsync("cancel elements of", handle.Name.Value, () =>
        {
            if (_jobs[handle.Name] is { } view)
            {
                bool isWhole = elements.Count >= view.Job.Elements;
                Count(CallKind.Terminate, isWhole ? 1 : elements.Count);
                _cloud.Cancel(view.Job, elements);
            }

            return true;
        });

    /// <inheritdoc/>
    public Task ForgetAsync(IReadOnlyList<JobHandle> handles, CancellationToken cancellationToken) =>
        CallAsync("forget arrays", handles.Count > 0 ? handles[0].Name.Value : "", () =>
        {
            foreach (JobHandle handle in handles)
            {
                if (_jobs[handle.Name] is { } view)
                {
                    _cloud.Cancel(view.Job, IndexSet.Range(0, view.Job.HasEnded ? 0 : view.Job.Elements));
                    _jobs.Remove(handle.Name);
                }
            }

            return true;
        });

    /// <inheritdoc/>
    public Task AvoidAsync(IReadOnlyCollection<string> hosts, CancellationToken cancellationToken) =>
        CallAsync("give back hosts", hosts.FirstOrDefault() ?? "", () =>
        {
            Count(CallKind.GiveBack, Pages(hosts.Count));
            foreach (string host in hosts)
            {
                _cloud.GiveBack(host);
            }

            return true;
        });

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static long SlotsOf(CloudQueue queue) =>
        Math.Min(queue.Spec.MaxVcpus, queue.Pools.Sum(p => Math.Min(p.Spec.MaxMachines, p.Zone.MaxMachines) * (long)p.Spec.Vcpus));

    private static long Pages(int things) => (things + PageSize - 1) / PageSize;

    private SubmitReply Submit(ArrayAsk ask)
    {
        if (_jobs[ask.Name] is { } known)
        {
            return SubmitReply.Accepted(known.Job.Handle);
        }

        CloudQueue? queue = _cloud.Queues.FirstOrDefault(q => q.Spec.Name == ask.Target);
        string? problem =
            queue is null ? $"there is no queue '{ask.Target}'"
            : ask.Elements < 1 || ask.Elements > _service.MaxArrayElements ? $"{ask.Elements} elements are too many or too few"
            : ask.Environment.Sum(static v => v.Key.Length + v.Value.Length) > _service.MaxEnvironmentCharacters ? "its environment is too long"
            : !queue.Pools.Any(p => p.Holds(ask.Resources)) ? $"no machine of the queue has {ask.Resources.Vcpus} vcpus and the memory for one element"
            : null;
        if (problem is not null)
        {
            return SubmitReply.Refused(new FaultException(FaultKind.Broken, "submit array", ask.Name.Value, problem));
        }

        if (_jobs.Outstanding + ask.Elements > _service.MaxOutstandingElements)
        {
            return SubmitReply.Refused(new FaultException(FaultKind.Throttled, "submit array", ask.Name.Value, "too many elements wait and run")
            {
                RetryAfter = _service.PollInterval,
            });
        }

        (JobOrder? order, FaultException? fault) = OrderDesk.Read(ask, _cloud.Book);
        return fault is null ? SubmitReply.Accepted(_jobs.Add(ask, queue!, order!)) : SubmitReply.Refused(fault);
    }

    // A search lags behind as a status does: it may miss what was submitted a moment ago.
    private JobHandle? Find(JobName name, int position)
    {
        ArrayView? view = _jobs[name];
        bool isYoung = view is not null && _cloud.Now - view.Job.SubmittedAt < _service.StaleFor.TotalMilliseconds;
        return isYoung && _dice.Hits(_service.StaleShare, position) ? null : view?.Job.Handle;
    }

    private ArrayStatus Look(JobHandle handle, int position, int asked)
    {
        // Of an answer that misses some arrays about a quarter is missing.
        bool isMissing = asked > 1 && _dice.Hits(_service.PartialShare, -1) && _dice.Hits(0.25, position);
        if (isMissing || _jobs[handle.Name] is not { } view)
        {
            return new ArrayStatus { Handle = handle, IsKnown = false };
        }

        if (_dice.Hits(_service.StaleShare, long.MaxValue - position) && view.Stale(_cloud.Now) is { } stale)
        {
            return stale;
        }

        (ArrayStatus status, long calls) = view.Look(_cloud.Now);
        Count(CallKind.ListChildren, calls);
        return status;
    }

    private void Count(CallKind kind, long calls)
    {
        _calls += calls;
        _cloud.Meter.CountCalls(kind, calls);
    }

    private Task<T> CallAsync<T>(string operation, string subject, Func<T> effect)
    {
        lock (_cloud.Gate)
        {
            TimeSpan begin = ThreadClock.Now;
            try
            {
                return Task.FromResult(Call(operation, subject, effect));
            }
            catch (FaultException fault)
            {
                return Task.FromException<T>(fault);
            }
            finally
            {
                LastCallTook = _service.Latency + TimeSpan.FromSeconds(_calls / _service.CallsPerSecond);
                _cloud.Charge(begin);
            }
        }
    }

    private T Call<T>(string operation, string subject, Func<T> effect)
    {
        _cloud.Play();
        _calls = 0;
        CallTrouble trouble = _dice.Next();
        if (trouble == CallTrouble.LostRequest || IsOut())
        {
            throw new FaultException(FaultKind.Transient, operation, subject, "the service does not answer");
        }

        if (trouble == CallTrouble.Throttled)
        {
            throw new FaultException(FaultKind.Throttled, operation, subject, "too many requests") { RetryAfter = s_retryAfter };
        }

        T answer = effect();
        return trouble == CallTrouble.LostReply
            ? throw new FaultException(FaultKind.Transient, operation, subject, "the connection was lost before the answer came")
            : answer;
    }

    private bool IsOut()
    {
        foreach ((TimeSpan from, TimeSpan length) in _service.Outages)
        {
            if (_cloud.Now >= from.TotalMilliseconds && _cloud.Now < (from + length).TotalMilliseconds)
            {
                return true;
            }
        }

        return false;
    }
}
