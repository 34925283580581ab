namespace HtcFlow.Backends.Clusters.Schedulers;

/// <summary>The scheduler's records of how elements ended.</summary>
/// <remarks>Owner and only caller: <see cref="ClusterBackend"/>, one call at a time. Survives a crash: the records; which of them are new is
/// told by the mark that was taken when the oldest array was sent.</remarks>
internal interface IEndings
{
    /// <summary>How long the record of an element that is gone is worth waiting for; zero where none will come.</summary>
    TimeSpan Patience { get; }

    /// <summary>Whether a look for new ones costs so little that it may be made between the polls.</summary>
    bool IsCheap { get; }

    /// <summary>Where records of an array that is sent now will stand behind: a length or a time, as the source counts.</summary>
    Task<long> MarkAsync(CancellationToken cancellationToken);

    /// <summary>Reads new records of arrays by their names; records of others may be among them.</summary>
    Task<IReadOnlyList<EndRecord>> ReadAsync(IReadOnlyDictionary<string, TrackedArray> arrays, CancellationToken cancellationToken);
}
