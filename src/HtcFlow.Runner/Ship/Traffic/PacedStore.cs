using HtcFlow.Core.Ports;

namespace HtcFlow.Runner.Ship.Traffic;

/// <summary>A store whose large objects are read, and therewith compressed, no faster than the pace allows.</summary>
/// <param name="inner">Store.</param>
/// <param name="pace">Pace.</param>
/// <param name="taken">Told how many more bytes of a large object the store has taken, by one caller at a time.</param>
internal sealed class PacedStore(IObjectStore inner, UploadPace pace, Action<long> taken) : IObjectStore
{
    public Task<bool> PutAsync(string key, Stream content, PutCondition condition, CancellationToken cancellationToken) =>
        inner.PutAsync(key, content is MemoryStream ? content : new PacedStream(content, pace, taken), condition, cancellationToken);

    public Task<Stream?> OpenAsync(string key, CancellationToken cancellationToken) => inner.OpenAsync(key, cancellationToken);

    public IAsyncEnumerable<ObjectInfo> ListAsync(string prefix, string after, CancellationToken cancellationToken) =>
        inner.ListAsync(prefix, after, cancellationToken);

    public Task DeleteAsync(IReadOnlyCollection<string> keys, CancellationToken cancellationToken) => inner.DeleteAsync(keys, cancellationToken);

    public Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    /// <summary>The store beneath belongs to somebody else.</summary>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
