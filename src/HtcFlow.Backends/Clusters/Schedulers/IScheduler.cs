using HtcFlow.Core.Ports;
using HtcFlow.Core.Sweeps;

namespace HtcFlow.Backends.Clusters.Schedulers;

/// <summary>A scheduler by way of its commands: each method is one run of one of them, or one run for some thousand ranges.</summary>
/// <remarks>
/// Owner and only caller: <see cref="ClusterBackend"/>, one call at a time. Survives a crash: whatever was submitted. What a scheduler refuses is a
/// <see cref="FaultException"/>; of kind <see cref="FaultKind.Transient"/> where it stays open whether the command had an effect.
/// </remarks>
internal interface IScheduler
{
    /// <summary>Processes started so far.</summary>
    long Started { get; }

    /// <summary>The reason to refuse an ask, whatever the scheduler says; null when it can be sent. Starts nothing.</summary>
    FaultException? Check(ArrayAsk ask);

    /// <summary>Sends an array; its number, or null when it was accepted in words that nobody understands.</summary>
    Task<string?> SubmitAsync(ArrayAsk ask, IReadOnlyCollection<string> avoided, CancellationToken cancellationToken);

    /// <summary>All jobs of the user that the scheduler shows, by number.</summary>
    Task<Dictionary<string, QueuedJob>> QueueAsync(CancellationToken cancellationToken);

    /// <summary>Number of elements of an array; 0 when it is unknown.</summary>
    Task<int> SizeAsync(string job, CancellationToken cancellationToken);

    /// <summary>Deletes elements; what is not there any more is no error.</summary>
    Task DeleteAsync(string job, IndexSet elements, CancellationToken cancellationToken);
}
