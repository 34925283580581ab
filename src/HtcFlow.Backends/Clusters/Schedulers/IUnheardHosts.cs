using HtcFlow.Core.Sweeps;

namespace HtcFlow.Backends.Clusters.Schedulers;

/// <summary>What a scheduler says of hosts that do not answer, where it leaves what they had as running for ever.</summary>
/// <remarks>Owner and only caller: <see cref="ClusterBackend"/>, one call at a time. Nothing of it is kept over a crash.</remarks>
internal interface IUnheardHosts
{
    /// <summary>All elements of the user on such hosts.</summary>
    Task<IReadOnlyList<UnheardElement>> UnheardAsync(CancellationToken cancellationToken);

    /// <summary>Gives elements up: by force where this user may, otherwise they are deleted when their host is back.</summary>
    Task AbandonAsync(string job, IndexSet elements, CancellationToken cancellationToken);
}
