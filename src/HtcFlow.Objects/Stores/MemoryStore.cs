using System.Runtime.CompilerServices;
using HtcFlow.Core.Ports;

namespace HtcFlow.Objects.Stores;

/// <summary>Holds objects in memory: the twin of <see cref="DirectoryStore"/> for tests and simulations.</summary>
/// <param name="time">Says when objects are stored; null for the system's clock.</param>
/// <remarks>Owner: the test. Callers: any thread, any number at once. Nothing survives a crash.</remarks>
public sealed class MemoryStore(TimeProvider? time = null) : IObjectStore
{
    /// <summary>Keys read under one lock by a listing; as many as S3 gives in a page.</summary>
    private const int PageKeys = 1000;

    /// <summary>Sorts behind every key: 257 times the last code point of 4 bytes makes more than a key's 1,024 bytes.</summary>
    private static readonly string s_end = string.Concat(Enumerable.Repeat(char.ConvertFromUtf32(0x10FFFF), 257));

    private readonly Lock _lock = new();
    private readonly Dictionary<string, byte[]> _contents = [];
    private readonly Dictionary<string, DateTimeOffset> _times = [];
    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private readonly SortedSet<string> _keys = new(KeyOrder.Instance);

    /// <summary>Number of objects.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _contents.Count;
            }
        }
    }

    /// <inheritdoc/>
    public async Task<bool> PutAsync(string key, Stream content, PutCondition condition, CancellationToken cancellationToken)
    {
        StoreKey.Check(key, "put object");
        ArgumentNullException.ThrowIfNull(content);
        var copy = new MemoryStream();
        await content.CopyToAsync(copy, cancellationToken);
        byte[] bytes = copy.ToArray();
        lock (_lock)
        {
            if (condition == PutCondition.IfAbsent && _contents.ContainsKey(key))
            {
                return false;
            }

            _contents[key] = bytes;
            _times[key] = _time.GetUtcNow();
            _keys.Add(key);
            return true;
        }
    }

    /// <inheritdoc/>
    public Task<Stream?> OpenAsync(string key, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        StoreKey.Check(key, "open object");
        lock (_lock)
        {
            return Task.FromResult<Stream?>(
                _contents.TryGetValue(key, out byte[]? bytes) ? new MemoryStream(bytes, writable: false) : null);
        }
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<ObjectInfo> ListAsync(string prefix, string after, CancellationToken cancellationToken)
    {
        StoreKey.CheckPrefix(prefix, "list objects");
        ArgumentNullException.ThrowIfNull(after);
        return ListPagesAsync(prefix, after, cancellationToken);
    }

    /// <inheritdoc/>
    public Task DeleteAsync(IReadOnlyCollection<string> keys, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(keys);
        cancellationToken.ThrowIfCancellationRequested();
        foreach (string key in keys)
        {
            StoreKey.Check(key, "delete object");
            lock (_lock)
            {
                _contents.Remove(key);
                _times.Remove(key);
                _keys.Remove(key);
            }
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async IAsyncEnumerable<ObjectInfo> ListPagesAsync(
        string prefix, string after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var page = new List<ObjectInfo>();
        do
        {
            FillPage(page, prefix, after);
            foreach (ObjectInfo info in page)
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return info;
                after = info.Key;
            }
        }
        while (page.Count == PageKeys);
        await Task.CompletedTask;
    }

    private void FillPage(List<ObjectInfo> page, string prefix, string after)
    {
        page.Clear();
        string from = KeyOrder.Instance.Compare(prefix, after) > 0 ? prefix : after;
        if (KeyOrder.Instance.Compare(from, s_end) >= 0)
        {
            return;
        }

        lock (_lock)
        {
            foreach (string key in _keys.GetViewBetween(from, s_end))
            {
                if (page.Count == PageKeys || !key.StartsWith(prefix, StringComparison.Ordinal))
                {
                    break;
                }

                if (key != after)
                {
                    page.Add(new ObjectInfo(key, _contents[key].Length) { StoredAt = _times[key] });
                }
            }
        }
    }
}
