using HtcFlow.Core.Ids;
using HtcFlow.Core.Ports;
using HtcFlow.Core.Ports.Abilities;
using HtcFlow.Core.Sweeps;

namespace HtcFlow.Backends.Simulated;

/// <summary>A backend that runs nothing: a rule decides what becomes of each element, a clock that is handed in decides when.</summary>
/// <remarks>
/// Owner: a test, or the simulator. No threads and no dice: the same calls at the same times give the same answers. It stands for the
/// outside world, so it outlives an engine: disposal forgets nothing and the next engine may be given the same instance.
/// Any thread may call, one call is done after another.
/// </remarks>
public sealed class InMemoryBackend : IBackend, IHostControl
{
    private readonly InMemoryOptions _options;
    private readonly TimeProvider _clock;
    private readonly SimulatedFloor _floor;
    private readonly TroubleQueue _troubles = new();
    private readonly Dictionary<JobName, SimulatedJob> _jobs = [];
    private readonly List<ArrayAsk> _asks = [];
    private readonly SemaphoreSlim _oneAtATime = new(1);
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Creates a backend without jobs.</summary>
    public InMemoryBackend(InMemoryOptions options, TimeProvider clock)
    {
        _options = options;
        _clock = clock;
        _floor = new SimulatedFloor(options, clock.GetUtcNow());
    }

    /// <inheritdoc/>
    public BackendCapabilities Capabilities => _options.Capabilities;

    /// <summary>Every array that was accepted, in order.</summary>
    public IReadOnlyList<ArrayAsk> Accepted => _asks;

    /// <summary>Names of the arrays that it knows at present.</summary>
    public IReadOnlyCollection<JobName> Known => _jobs.Keys;

    /// <summary>Hosts that get no elements.</summary>
    public IReadOnlyCollection<string> Avoided => _floor.Avoided;

    /// <summary>Elements started so far.</summary>
    public long Started => _floor.Started;

    /// <summary>Whether every call fails with a transient fault; what runs runs on.</summary>
    public bool IsOutage
    {
        get => _troubles.IsOutage;
        set => _troubles.IsOutage = value;
    }

    /// <summary>Lets the next calls of a kind go wrong, after those that were told so before.</summary>
    public void Inject(BackendOperation operation, BackendTrouble trouble, int times = 1) => _troubles.Add(operation, trouble, times);

    /// <summary>How often a call was made, failed ones included.</summary>
    public int CallsOf(BackendOperation operation) => _troubles.CallsOf(operation);

    /// <summary>Ends a running element now, whatever its rule said.</summary>
    /// <exception cref="InvalidOperationException">The element does not run.</exception>
    public Task EndAsync(JobName name, int element, ElementPlay play, CancellationToken cancellationToken = default) =>
        DoAsync(BackendOperation.None, async _ =>
            _jobs.TryGetValue(name, out SimulatedJob? job) && await _floor.EndAsync(job, element, play, cancellationToken)
                ? true
                : throw new InvalidOperationException($"Element {element} of {name} does not run."), cancellationToken);

    /// <summary>Loses an array as a service does that forgets: nobody knows it any more, and what ran of it is gone without keys.</summary>
    public Task LoseAsync(JobName name, CancellationToken cancellationToken = default) => DoAsync(BackendOperation.None, async _ =>
    {
        if (_jobs.Remove(name, out SimulatedJob? job))
        {
            job.CancelQueued(IndexSet.Range(0, job.Ask.Elements));
            foreach (long element in job.Status().Running)
            {
                await _floor.EndAsync(job, (int)element, ElementPlay.Vanish(-1, "lost"), cancellationToken);
            }
        }

        return true;
    }, cancellationToken);

    /// <inheritdoc/>
    public async Task WaitForNewsAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await _oneAtATime.WaitAsync(cancellationToken);
            Task changed;
            DateTimeOffset? next;
            try
            {
                await _floor.AdvanceAsync(_clock.GetUtcNow(), cancellationToken);
                if (_floor.HasNews)
                {
                    return;
                }

                next = _floor.NextEnd;
                changed = _changed.Task;
            }
            finally
            {
                _oneAtATime.Release();
            }

            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            TimeSpan wait = next is { } end ? end - _clock.GetUtcNow() : Timeout.InfiniteTimeSpan;
            if (wait > TimeSpan.Zero || next is null)
            {
                await Task.WhenAny(changed, Task.Delay(wait, _clock, either.Token));
                await either.CancelAsync();
                cancellationToken.ThrowIfCancellationRequested();
            }
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<SubmitReply>> SubmitAsync(IReadOnlyList<ArrayAsk> asks, CancellationToken cancellationToken) =>
        DoAsync(BackendOperation.Submit, async _ =>
        {
            IReadOnlyList<SubmitReply> replies = [.. asks.Select(Submit)];
            await _floor.AdvanceAsync(_clock.GetUtcNow(), cancellationToken);
            return replies;
        }, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<JobHandle>> FindAsync(IReadOnlyList<JobName> names, CancellationToken cancellationToken) =>
        DoAsync<IReadOnlyList<JobHandle>>(BackendOperation.Find, trouble => Task.FromResult<IReadOnlyList<JobHandle>>(
            trouble == BackendTrouble.Missed ? [] : [.. names.Where(_jobs.ContainsKey).Select(n => _jobs[n].Handle)]), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<ArrayStatus>> ObserveAsync(IReadOnlyList<JobHandle> handles, CancellationToken cancellationToken) =>
        DoAsync<IReadOnlyList<ArrayStatus>>(BackendOperation.Observe, trouble =>
        {
            _floor.HasNews = false;
            return Task.FromResult<IReadOnlyList<ArrayStatus>>([.. handles.Select(handle =>
                trouble != BackendTrouble.Missed && _jobs.TryGetValue(handle.Name, out SimulatedJob? job)
                    ? job.Status()
                    : new ArrayStatus { Handle = handle, IsKnown = false })]);
        }, cancellationToken);

    /// <inheritdoc/>
    public Task CancelAsync(JobHandle handle, IndexSet elements, CancellationToken cancellationToken) =>
        DoAsync(BackendOperation.Cancel, async _ =>
        {
            if (_jobs.TryGetValue(handle.Name, out SimulatedJob? job))
            {
                _floor.Cancel(job, elements);
                await _floor.AdvanceAsync(_clock.GetUtcNow(), cancellationToken);
            }

            return true;
        }, cancellationToken);

    /// <inheritdoc/>
    public Task ForgetAsync(IReadOnlyList<JobHandle> handles, CancellationToken cancellationToken) =>
        DoAsync(BackendOperation.Forget, _ =>
        {
            foreach (JobHandle handle in handles)
            {
                if (_jobs.Remove(handle.Name, out SimulatedJob? job))
                {
                    job.CancelQueued(IndexSet.Range(0, job.Ask.Elements));
                }
            }

            return Task.FromResult(true);
        }, cancellationToken);

    /// <inheritdoc/>
    public Task AvoidAsync(IReadOnlyCollection<string> hosts, CancellationToken cancellationToken) =>
        DoAsync(BackendOperation.Avoid, _ =>
        {
            _floor.Avoided = [.. hosts];
            return Task.FromResult(true);
        }, cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private SubmitReply Submit(ArrayAsk ask)
    {
        if (_jobs.TryGetValue(ask.Name, out SimulatedJob? known))
        {
            return SubmitReply.Accepted(known.Handle);
        }

        FaultException? refusal = ask.Elements < 1 || ask.Elements > Capabilities.MaxArrayElements
            ? new FaultException(FaultKind.Broken, "submit array", ask.Name.Value, $"{ask.Elements} elements are too many or too few")
            : Capabilities.Slots > 0 && ask.Resources.Vcpus > Capabilities.Slots
                ? new FaultException(FaultKind.Broken, "submit array", ask.Name.Value, $"{ask.Resources.Vcpus} vcpus are more than there are")
                : _options.Refusal(ask);
        if (refusal is not null)
        {
            return SubmitReply.Refused(refusal);
        }

        _asks.Add(ask);
        var job = new SimulatedJob(ask, _asks.Count);
        _jobs.Add(ask.Name, job);
        _floor.Add(job);
        return SubmitReply.Accepted(job.Handle);
    }

    // Every call first lets happen what has fallen due since the last one.
    private async Task<T> DoAsync<T>(BackendOperation operation, Func<BackendTrouble, Task<T>> work, CancellationToken cancellationToken)
    {
        await _oneAtATime.WaitAsync(cancellationToken);
        try
        {
            await _floor.AdvanceAsync(_clock.GetUtcNow(), cancellationToken);
            BackendTrouble trouble = operation == BackendOperation.None ? BackendTrouble.None : _troubles.Enter(operation);
            T answer = await work(trouble);
            TroubleQueue.Leave(operation, trouble);
            return answer;
        }
        finally
        {
            TaskCompletionSource changed = _changed;
            _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            changed.SetResult();
            _oneAtATime.Release();
        }
    }
}
