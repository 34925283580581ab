using HtcFlow.Aws;
using HtcFlow.Backends.AwsBatch;
using HtcFlow.Core.Ids;
using HtcFlow.Core.Ports;
using HtcFlow.Core.Ports.Abilities;
using HtcFlow.Core.Sweeps;

namespace HtcFlow.Benchmarks.AwsBatch;

/// <summary>The backend as it is, with smaller arrays where that is what is measured; notes how the calls went while there was work to submit.</summary>
internal sealed class WatchedBackend(AwsBatchBackend inner, int maxElements, long tasks, KeyStore store, AwsMeter meter, TimeProvider clock)
    : IBackend, IHostControl, IHindered, IAccounted
{
    private DateTimeOffset? _begin;
    private CallCount _before;
    private long _submitted;

    public BackendCapabilities Capabilities => inner.Capabilities with { MaxArrayElements = Math.Min(maxElements, inner.Capabilities.MaxArrayElements) };

    public string Hindrance => inner.Hindrance;

    /// <summary>Arrays submitted.</summary>
    public int Arrays { get; private set; }

    /// <summary>Virtual seconds from the first submission until as many tasks were submitted as the campaign has.</summary>
    public double SubmitSeconds { get; private set; }

    /// <summary>Calls of all kinds that the service took meanwhile.</summary>
    public long SubmitCalls { get; private set; }

    public Task WaitForNewsAsync(CancellationToken cancellationToken) => inner.WaitForNewsAsync(cancellationToken);

    public async Task<IReadOnlyList<SubmitReply>> SubmitAsync(IReadOnlyList<ArrayAsk> asks, CancellationToken cancellationToken)
    {
        if (_begin is null)
        {
            _begin = clock.GetUtcNow();
            _before = meter.Sum("batch");
        }

        foreach (ArrayAsk ask in asks)
        {
            store.Expect(ask);
        }

        IReadOnlyList<SubmitReply> replies = await inner.SubmitAsync(asks, cancellationToken);
        bool isFirst = _submitted < tasks;
        Arrays += replies.Count(static reply => reply.Handle is not null);
        _submitted += asks.Where((_, at) => replies[at].Handle is not null).Sum(static ask => ask.Elements);
        if (isFirst)
        {
            CallCount after = meter.Sum("batch");
            SubmitSeconds = (clock.GetUtcNow() - _begin.Value).TotalSeconds;
            SubmitCalls = after.Sent - after.Throttled - _before.Sent + _before.Throttled;
        }

        return replies;
    }

    public Task<IReadOnlyList<JobHandle>> FindAsync(IReadOnlyList<JobName> names, CancellationToken cancellationToken) => inner.FindAsync(names, cancellationToken);

    public Task<IReadOnlyList<ArrayStatus>> ObserveAsync(IReadOnlyList<JobHandle> handles, CancellationToken cancellationToken) =>
        inner.ObserveAsync(handles, cancellationToken);

    public Task CancelAsync(JobHandle handle, IndexSet elements, CancellationToken cancellationToken) => inner.CancelAsync(handle, elements, cancellationToken);

    public Task ForgetAsync(IReadOnlyList<JobHandle> handles, CancellationToken cancellationToken) => inner.ForgetAsync(handles, cancellationToken);

    public Task AvoidAsync(IReadOnlyCollection<string> hosts, CancellationToken cancellationToken) => inner.AvoidAsync(hosts, cancellationToken);

    public void Account(JobHandle handle, long ended, long accounted) => inner.Account(handle, ended, accounted);

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
