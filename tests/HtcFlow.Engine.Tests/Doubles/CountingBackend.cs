using HtcFlow.Core.Ids;
using HtcFlow.Core.Ports;
using HtcFlow.Core.Ports.Abilities;
using HtcFlow.Core.Sweeps;

namespace HtcFlow.Engine.Tests.Doubles;

/// <summary>A backend that counts ended elements for nothing and names some of them when a test says so.</summary>
internal sealed class CountingBackend(IBackend inner) : IBackend, IAccounted
{
    /// <summary>Elements that have ended, as it counts them.</summary>
    public long Count { get; set; }

    /// <summary>Of these, those that it names.</summary>
    public IndexSet Named { get; set; } = IndexSet.Empty;

    public BackendCapabilities Capabilities => inner.Capabilities;

    public Task WaitForNewsAsync(CancellationToken cancellationToken) => inner.WaitForNewsAsync(cancellationToken);

    public Task<IReadOnlyList<SubmitReply>> SubmitAsync(IReadOnlyList<ArrayAsk> asks, CancellationToken cancellationToken) => inner.SubmitAsync(asks, cancellationToken);

    public Task<IReadOnlyList<JobHandle>> FindAsync(IReadOnlyList<JobName> names, CancellationToken cancellationToken) => inner.FindAsync(names, cancellationToken);

    public async Task<IReadOnlyList<ArrayStatus>> ObserveAsync(IReadOnlyList<JobHandle> handles, CancellationToken cancellationToken) =>
        [.. (await inner.ObserveAsync(handles, cancellationToken)).Select(status => status with { EndedCount = Count, Ended = Named })];

    public Task CancelAsync(JobHandle handle, IndexSet elements, CancellationToken cancellationToken) => inner.CancelAsync(handle, elements, cancellationToken);

    public Task ForgetAsync(IReadOnlyList<JobHandle> handles, CancellationToken cancellationToken) => inner.ForgetAsync(handles, cancellationToken);

    public void Account(JobHandle handle, long ended, long accounted)
    {
        // What is named is a test's decision.
    }

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
