using System.Runtime.CompilerServices;
using System.Text.Json;
using HtcFlow.Backends.Simulated.Cloud;
using HtcFlow.Backends.Simulated.Metering;
using HtcFlow.Core.Ports;
using HtcFlow.Core.Sweeps;
using HtcFlow.Core.Wire;

namespace HtcFlow.Backends.Simulated.Ledgers;

/// <summary>The store of a simulated cloud: what was put is kept as it is, what runners wrote is spelt when it is asked for.</summary>
/// <remarks>
/// Any thread may call. Objects that were put and acceptances of one task are listed in ascending order; the ledger keys of one array come in
/// the order in which they appeared, and a prefix above that gives objects, then acceptances by stage, then ledgers by array: no reader in the
/// engine depends on an order, and sorting ten thousand keys at each look would cost more than the looking.
/// </remarks>
public sealed class SimulatedStore(SimulatedCloud cloud) : IObjectStore
{
    private const int PageSize = 1000;

    private LedgerBook Book => cloud.Book;

    /// <inheritdoc/>
    public async Task<bool> PutAsync(string key, Stream content, PutCondition condition, CancellationToken cancellationToken)
    {
        using var copy = new MemoryStream();
        await content.CopyToAsync(copy, cancellationToken);
        lock (cloud.Gate)
        {
            cloud.Play();
            if (condition == PutCondition.IfAbsent && (Book.Objects.ContainsKey(key) || IsAccepted(key)))
            {
                return false;
            }

            Book.Objects[key] = copy.ToArray();
            return true;
        }
    }

    /// <inheritdoc/>
    public Task<Stream?> OpenAsync(string key, CancellationToken cancellationToken)
    {
        lock (cloud.Gate)
        {
            cloud.Play();
            byte[]? bytes = Book.Objects.GetValueOrDefault(key) ?? ReportAt(key);
            return Task.FromResult<Stream?>(bytes is null ? null : new MemoryStream(bytes, writable: false));
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<ObjectInfo> ListAsync(
        string prefix, string after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (string key in Keys(prefix, cancellationToken))
        {
            if (string.CompareOrdinal(key, after) > 0)
            {
                yield return new ObjectInfo(key, SizeOf(key));
            }
        }

        await Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<string> ListKeysAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (LedgerAt(prefix) is { } ledger && ledger.Prefix == prefix)
        {
            // What engines ask for again and again: without the detours of the general way.
            var page = new List<string>(PageSize);
            for (int from = 0; from < ledger.Count;)
            {
                cancellationToken.ThrowIfCancellationRequested();
                from = Spell(ledger, from, page);
                foreach (string key in page)
                {
                    yield return key;
                }
            }
        }
        else
        {
            foreach (string key in Keys(prefix, cancellationToken))
            {
                yield return key;
            }
        }

        await Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task DeleteAsync(IReadOnlyCollection<string> keys, CancellationToken cancellationToken)
    {
        lock (cloud.Gate)
        {
            foreach (IGrouping<ArrayLedger?, string> group in keys.GroupBy(Book.LedgerAt))
            {
                group.Key?.Delete(group.ToHashSet(StringComparer.Ordinal));
                foreach (string key in group)
                {
                    Book.Objects.Remove(key);
                    if (group.Key is null && Book.TaskAt(key) is { } task && key == AcceptedOf(task.Stage, task.Index))
                    {
                        task.Stage.Accepted.Remove(task.Index);
                    }
                }
            }
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static string AcceptedOf(CloudStage stage, long index) => StoreLayout.Accepted(stage.Campaign, stage.Name, index);

    private ArrayLedger? LedgerAt(string prefix)
    {
        lock (cloud.Gate)
        {
            cloud.Play();
            return Book.LedgerAt(prefix);
        }
    }

    private IEnumerable<string> Keys(string prefix, CancellationToken cancellationToken)
    {
        ArrayLedger? ledger = LedgerAt(prefix);
        IEnumerable<string> keys = ledger is not null ? KeysOf(ledger, cancellationToken) : AllKeys(prefix, cancellationToken);
        return ledger?.Prefix == prefix ? keys : keys.Where(k => k.StartsWith(prefix, StringComparison.Ordinal));
    }

    // Page by page, so that the simulation is not held while the caller looks at a key.
    private IEnumerable<string> KeysOf(ArrayLedger ledger, CancellationToken cancellationToken)
    {
        var page = new List<string>(PageSize);
        for (int from = 0; from < ledger.Count;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            from = Spell(ledger, from, page);
            foreach (string key in page)
            {
                yield return key;
            }
        }
    }

    private int Spell(ArrayLedger ledger, int from, List<string> page)
    {
        lock (cloud.Gate)
        {
            TimeSpan begin = ThreadClock.Now;
            page.Clear();
            int end = Math.Min(from + PageSize, ledger.Count);
            for (; from < end; from++)
            {
                if (ledger.TextOf(from) is { } key)
                {
                    page.Add(key);
                }
            }

            cloud.Charge(begin);
            return from;
        }
    }

    private IEnumerable<string> AllKeys(string prefix, CancellationToken cancellationToken)
    {
        List<string> objects = [];
        List<ArrayLedger> ledgers = [];
        lock (cloud.Gate)
        {
            objects.AddRange(Book.Objects.Keys);
            if (Book.TaskAt(prefix) is { } task)
            {
                objects.AddRange(IsAccepted(task.Stage, task.Index) ? [AcceptedOf(task.Stage, task.Index)] : []);
            }
            else
            {
                objects.AddRange(Book.Stages.Where(s => MayHold(prefix, s)).SelectMany(Acceptances));
                ledgers.AddRange(Book.Ledgers.Where(l => l.Prefix.StartsWith(prefix, StringComparison.Ordinal)));
            }
        }

        return objects.Concat(ledgers.SelectMany(l => KeysOf(l, cancellationToken)));
    }

    // A prefix of ledgers, inputs or orders names no result: spares the spelling of millions of keys that do not fit.
    private static bool MayHold(string prefix, CloudStage stage)
    {
        string tasks = $"{stage.Campaign}/t/";
        return tasks.StartsWith(prefix, StringComparison.Ordinal) || prefix.StartsWith(tasks, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Acceptances(CloudStage stage)
    {
        foreach (IndexRange range in stage.Accepted.Peek(long.MaxValue).Ranges)
        {
            for (long index = range.First; index < range.End; index++)
            {
                yield return AcceptedOf(stage, index);
            }
        }
    }

    private static bool IsAccepted(CloudStage stage, long index) => stage.Accepted.Contains(index);

    private bool IsAccepted(string key) =>
        Book.TaskAt(key) is { } task && key == AcceptedOf(task.Stage, task.Index) && IsAccepted(task.Stage, task.Index);

    private long SizeOf(string key)
    {
        lock (cloud.Gate)
        {
            return (Book.Objects.GetValueOrDefault(key) ?? ReportAt(key))?.Length ?? 0;
        }
    }

    // What the runner of the accepted attempt would have written; its ledger key tells which one that was, as long as it is there.
    private byte[]? ReportAt(string key)
    {
        if (!IsAccepted(key) || Book.TaskAt(key) is not { } task)
        {
            return null;
        }

        ArrayLedger? ledger = Book.Ledgers.FirstOrDefault(l =>
            l.Campaign == task.Stage.Campaign && l.Stage == task.Stage.Name && RecordOf(l, task.Index) is not null);
        LedgerKey? record = ledger?.KeyOf(RecordOf(ledger, task.Index)!.Value);
        return JsonSerializer.SerializeToUtf8Bytes(
            new AttemptReport
            {
                Campaign = task.Stage.Campaign,
                Stage = task.Stage.Name,
                Index = task.Index,
                Attempt = record?.Attempt ?? 1,
                Array = ledger?.Array.Value ?? 0,
                Outcome = Outcome.Succeeded,
                Exit = 0,
                WallMilliseconds = record?.WallMilliseconds ?? 0,
                Host = record?.Host ?? "",
                Machine = record?.Machine ?? "",
            },
            WireJson.Default.AttemptReport);
    }

    private static KeyRecord? RecordOf(ArrayLedger ledger, long index) => ledger.FindLast(index, r => r.Outcome == Outcome.Succeeded);
}
