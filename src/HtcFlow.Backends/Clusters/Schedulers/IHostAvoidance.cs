namespace HtcFlow.Backends.Clusters.Schedulers;

/// <summary>Changes which hosts arrays that were sent already keep away from.</summary>
/// <remarks>Owner and only caller: <see cref="ClusterBackend"/>, one call at a time. Survives a crash: the scheduler keeps it with the array.</remarks>
internal interface IHostAvoidance
{
    /// <summary>Keeps the waiting elements of an array away from hosts, and from these only; what the scheduler does not allow is no error.</summary>
    Task AvoidAsync(string job, IReadOnlyCollection<string> hosts, CancellationToken cancellationToken);
}
