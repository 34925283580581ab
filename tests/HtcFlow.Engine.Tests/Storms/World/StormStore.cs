using System.Runtime.CompilerServices;
using HtcFlow.Core.Ids;
using HtcFlow.Core.Ports;
using HtcFlow.Core.Wire;

namespace HtcFlow.Engine.Tests.Storms.World;

/// <summary>The store of a storm: ledger keys by array, and which attempt of each task was accepted first.</summary>
internal sealed class StormStore : IObjectStore
{
    private readonly Dictionary<string, SortedSet<string>> _ledgers = [];
    private readonly Dictionary<string, byte[]> _objects = [];
    private readonly Dictionary<(string Stage, long Task), (int Array, int Attempt)> _accepted = [];

    /// <summary>Called before each listing and each flush; throws what the network does.</summary>
    public Action Before { get; set; } = static () => { };

    /// <summary>Number of accepted results.</summary>
    public int AcceptedCount => _accepted.Count;

    /// <summary>Whether a result of the task was accepted.</summary>
    public bool IsAccepted(string stage, long task) => _accepted.ContainsKey((stage, task));

    /// <summary>The attempt whose result was accepted.</summary>
    public (int Array, int Attempt) AcceptedOf(string stage, long task) => _accepted[(stage, task)];

    /// <summary>Whether an attempt said in its ledger key that the task has a result.</summary>
    public bool HasSuccess(string campaign, string stage, ArrayId array, long task, int attempt) =>
        _ledgers.TryGetValue(StoreLayout.Ledger(campaign, stage, array), out SortedSet<string>? keys)
        && keys.Any(key => LedgerKey.Parse(key.AsSpan(key.LastIndexOf('/') + 1)) is { Outcome: Outcome.Succeeded } told
            && told.Index == task && told.Attempt == attempt);

    /// <summary>Writes an attempt's last words: the acceptance first when it succeeded, where the first writer wins, then the key.</summary>
    public void Tell(StageOrder order, LedgerKey key)
    {
        if (key.Outcome == Outcome.Succeeded)
        {
            Accept(order, key.Index);
        }

        var array = new ArrayId(order.Array);
        string prefix = StoreLayout.Ledger(order.Campaign, order.Stage.Name, array);
        if (!_ledgers.TryGetValue(prefix, out SortedSet<string>? keys))
        {
            _ledgers[prefix] = keys = new SortedSet<string>(StringComparer.Ordinal);
        }

        keys.Add(StoreLayout.LedgerEntry(order.Campaign, order.Stage.Name, array, key));
    }

    /// <summary>Accepts the result of a task unless an earlier one was.</summary>
    public void Accept(StageOrder order, long task) => _accepted.TryAdd((order.Stage.Name, task), (order.Array, order.Attempt));

    /// <summary>Tasks of which a result was accepted.</summary>
    public IEnumerable<(string Stage, long Task)> Accepted => _accepted.Keys;

    /// <summary>Text of an object.</summary>
    public byte[] ContentOf(string key) => _objects[key];

    public async Task<bool> PutAsync(string key, Stream content, PutCondition condition, CancellationToken cancellationToken)
    {
        var copy = new MemoryStream();
        await content.CopyToAsync(copy, cancellationToken);
        return condition == PutCondition.IfAbsent ? _objects.TryAdd(key, copy.ToArray()) : (_objects[key] = copy.ToArray()) is not null;
    }

    public Task<Stream?> OpenAsync(string key, CancellationToken cancellationToken) =>
        Task.FromResult<Stream?>(_objects.TryGetValue(key, out byte[]? bytes) ? new MemoryStream(bytes, writable: false) : null);

    public async IAsyncEnumerable<ObjectInfo> ListAsync(
        string prefix, string after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Before();
        if (_ledgers.TryGetValue(prefix, out SortedSet<string>? keys))
        {
            foreach (string key in keys)
            {
                yield return new ObjectInfo(key, 0);
            }
        }

        await Task.CompletedTask;
    }

    public Task DeleteAsync(IReadOnlyCollection<string> keys, CancellationToken cancellationToken) =>
        throw new NotSupportedException("An engine deletes nothing.");

    public Task FlushAsync(CancellationToken cancellationToken)
    {
        Before();
        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
