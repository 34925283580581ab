using HtcFlow.Core.Ports;

namespace HtcFlow.Engine.Tests.Doubles;

/// <summary>A store that counts what an engine costs it.</summary>
internal sealed class CountedStore(IObjectStore inner) : IObjectStore
{
    public int Listings { get; private set; }

    public int Flushes { get; private set; }

    /// <summary>Faults that the next flushes end in.</summary>
    public Queue<FaultException> FlushFaults { get; } = new();

    public Task<bool> PutAsync(string key, Stream content, PutCondition condition, CancellationToken cancellationToken) =>
        inner.PutAsync(key, content, condition, cancellationToken);

    public Task<Stream?> OpenAsync(string key, CancellationToken cancellationToken) => inner.OpenAsync(key, cancellationToken);

    public IAsyncEnumerable<ObjectInfo> ListAsync(string prefix, string after, CancellationToken cancellationToken)
    {
        Listings++;
        return inner.ListAsync(prefix, after, cancellationToken);
    }

    public Task DeleteAsync(IReadOnlyCollection<string> keys, CancellationToken cancellationToken) => inner.DeleteAsync(keys, cancellationToken);

    public Task FlushAsync(CancellationToken cancellationToken)
    {
        Flushes++;
        return FlushFaults.TryDequeue(out FaultException? fault) ? throw fault : inner.FlushAsync(cancellationToken);
    }

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
