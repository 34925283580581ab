using System.Runtime.CompilerServices;
using HtcFlow.Core.Ports;

namespace HtcFlow.Backends.Tests.Simulated;

/// <summary>A store of which only the keys matter.</summary>
internal sealed class KeyStore : IObjectStore
{
    internal SortedSet<string> Keys { get; } = new(StringComparer.Ordinal);

    public Task<bool> PutAsync(string key, Stream content, PutCondition condition, CancellationToken cancellationToken) =>
        Task.FromResult(Keys.Add(key) || condition == PutCondition.Always);

    public Task<Stream?> OpenAsync(string key, CancellationToken cancellationToken) => Task.FromResult<Stream?>(null);

    public async IAsyncEnumerable<ObjectInfo> ListAsync(
        string prefix, string after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        foreach (string key in Keys.Where(k => k.StartsWith(prefix, StringComparison.Ordinal)))
        {
            yield return new ObjectInfo(key, 0);
        }
    }

    public Task DeleteAsync(IReadOnlyCollection<string> keys, CancellationToken cancellationToken)
    {
        Keys.ExceptWith(keys);
        return Task.CompletedTask;
    }

    public Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
