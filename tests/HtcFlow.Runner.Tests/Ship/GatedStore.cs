using HtcFlow.Core.Ports;
using HtcFlow.Objects.Stores;

namespace HtcFlow.Runner.Tests.Ship;

/// <summary>A store in memory whose puts wait at a gate, fail, or tell when they have begun.</summary>
internal sealed class GatedStore : IObjectStore
{
    private readonly MemoryStore _inner = new();
    private int _flying;
    private int _most;

    /// <summary>Called with the key when a put begins; what it gives is waited for.</summary>
    public Func<string, Task> OnPut { get; set; } = _ => Task.CompletedTask;

    /// <summary>Most puts that were in flight together.</summary>
    public int MostFlying => _most;

    public async Task<bool> PutAsync(string key, Stream content, PutCondition condition, CancellationToken cancellationToken)
    {
        int flying = Interlocked.Increment(ref _flying);
        InterlockedMax(flying);
        try
        {
            await OnPut(key);
            return await _inner.PutAsync(key, content, condition, cancellationToken);
        }
        finally
        {
            Interlocked.Decrement(ref _flying);
        }
    }

    public Task<Stream?> OpenAsync(string key, CancellationToken cancellationToken) => _inner.OpenAsync(key, cancellationToken);

    public IAsyncEnumerable<ObjectInfo> ListAsync(string prefix, string after, CancellationToken cancellationToken) =>
        _inner.ListAsync(prefix, after, cancellationToken);

    public Task DeleteAsync(IReadOnlyCollection<string> keys, CancellationToken cancellationToken) => _inner.DeleteAsync(keys, cancellationToken);

    public Task FlushAsync(CancellationToken cancellationToken) => _inner.FlushAsync(cancellationToken);

    public ValueTask DisposeAsync() => _inner.DisposeAsync();

    private void InterlockedMax(int value)
    {
        for (int seen = _most; seen < value;)
        {
            int before = Interlocked.CompareExchange(ref _most, value, seen);
            seen = before == seen ? value : before;
        }
    }
}
