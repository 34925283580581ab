using HtcFlow.Core.Sweeps;

namespace HtcFlow.Backends.Clusters.Schedulers;

/// <summary>What a scheduler says and does about elements that it will not start by itself.</summary>
/// <remarks>Owner and only caller: <see cref="ClusterBackend"/>, one call at a time. Nothing of it is kept over a crash.</remarks>
internal interface IStuckJobs
{
    /// <summary>Whether they may be started again without asking: the scheduler stopped them after a failed start, not a person.</summary>
    bool StartsAgain { get; }

    /// <summary>Why elements of an array are stuck, by element; some may be missing.</summary>
    Task<IReadOnlyDictionary<long, string>> ReasonsAsync(string job, CancellationToken cancellationToken);

    /// <summary>Lets stuck elements start again.</summary>
    Task ClearAsync(string job, IndexSet elements, CancellationToken cancellationToken);
}
