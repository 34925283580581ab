using HtcFlow.Core.Ids;
using HtcFlow.Core.Sweeps;

namespace HtcFlow.Core.Ports;

/// <summary>Runs array jobs. Every call is batched: its cost must not grow with the number of elements.</summary>
/// <remarks>
/// Owner: one engine lane. Callers: that lane only, one call at a time. Survives a crash: whatever was submitted;
/// <see cref="FindAsync"/> recovers it by name. Failures of a whole call are <see cref="FaultException"/>.
/// </remarks>
public interface IBackend : IAsyncDisposable
{
    /// <summary>What the backend can do; constant while it is open.</summary>
    BackendCapabilities Capabilities { get; }

    /// <summary>Completes when something has ended or failed, so that asking now is worth it; may never complete.</summary>
    Task WaitForNewsAsync(CancellationToken cancellationToken);

    /// <summary>Submits arrays; one reply an ask, in the same order. A name that is already there is adopted, not submitted again.</summary>
    Task<IReadOnlyList<SubmitReply>> SubmitAsync(IReadOnlyList<ArrayAsk> asks, CancellationToken cancellationToken);

    /// <summary>Finds arrays by name; names that the backend does not know are missing from the answer.</summary>
    Task<IReadOnlyList<JobHandle>> FindAsync(IReadOnlyList<JobName> names, CancellationToken cancellationToken);

    /// <summary>Gives the status of arrays, in the same order.</summary>
    Task<IReadOnlyList<ArrayStatus>> ObserveAsync(IReadOnlyList<JobHandle> handles, CancellationToken cancellationToken);

    /// <summary>Cancels elements: queued ones never start, running ones are asked to stop and then killed.</summary>
    Task CancelAsync(JobHandle handle, IndexSet elements, CancellationToken cancellationToken);

    /// <summary>Tells the backend that arrays have ended and were accounted for; it may forget them.</summary>
    Task ForgetAsync(IReadOnlyList<JobHandle> handles, CancellationToken cancellationToken);
}
