namespace HtcFlow.Backends.Clusters.Schedulers;

/// <summary>A scheduler that keeps no records: what is gone from its queue has ended, and the ledger keys say how.</summary>
internal sealed class NoEndings : IEndings
{
    /// <inheritdoc/>
    public TimeSpan Patience => TimeSpan.Zero;

    /// <inheritdoc/>
    public bool IsCheap => false;

    /// <inheritdoc/>
    public Task<long> MarkAsync(CancellationToken cancellationToken) => Task.FromResult(0L);

    /// <inheritdoc/>
    public Task<IReadOnlyList<EndRecord>> ReadAsync(IReadOnlyDictionary<string, TrackedArray> arrays, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<EndRecord>>([]);
}
