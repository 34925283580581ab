using HtcFlow.Core.Ports;

namespace HtcFlow.Objects.Tests.Transfer;

/// <summary>Counts how often objects are opened, and can hold openers up.</summary>
internal sealed class CountingStore(IObjectStore inner) : IObjectStore
{
    private int _opened;

    public int Opened => _opened;

    /// <summary>When set, no open ends before it completes.</summary>
    public TaskCompletionSource? Gate { get; set; }

    public async Task<Stream?> OpenAsync(string key, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _opened);
        await (Gate?.Task ?? Task.CompletedTask);
        return await inner.OpenAsync(key, cancellationToken);
    }

    public Task<bool> PutAsync(string key, Stream content, PutCondition condition, CancellationToken cancellationToken) =>
        inner.PutAsync(key, content, condition, cancellationToken);

    public IAsyncEnumerable<ObjectInfo> ListAsync(string prefix, string after, CancellationToken cancellationToken) =>
        inner.ListAsync(prefix, after, cancellationToken);

    public Task DeleteAsync(IReadOnlyCollection<string> keys, CancellationToken cancellationToken) =>
        inner.DeleteAsync(keys, cancellationToken);

    public Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
