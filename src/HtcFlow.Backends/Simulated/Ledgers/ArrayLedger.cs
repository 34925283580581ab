using HtcFlow.Core.Ids;
using HtcFlow.Core.Sweeps;
using HtcFlow.Core.Wire;

namespace HtcFlow.Backends.Simulated.Ledgers;

/// <summary>The ledger keys of one array, in the order in which they appeared.</summary>
internal sealed class ArrayLedger(string campaign, string stage, ArrayId array, IndexSet tasks, MachineNames machines)
{
    private const int PageSize = 256;
    private readonly List<KeyRecord[]> _pages = [];
    private int _count;

    internal string Campaign => campaign;

    internal string Stage => stage;

    internal ArrayId Array => array;

    internal IndexSet Tasks => tasks;

    /// <summary>Prefix of its keys.</summary>
    internal string Prefix { get; } = StoreLayout.Ledger(campaign, stage, array);

    /// <summary>Records so far, deleted ones included.</summary>
    internal int Count => _count;

    internal KeyRecord this[int record] => _pages[record / PageSize][record % PageSize];

    internal void Add(KeyRecord record)
    {
        if (_count == _pages.Count * PageSize)
        {
            _pages.Add(new KeyRecord[PageSize]);
        }

        _pages[_count / PageSize][_count % PageSize] = record;
        _count++;
    }

    /// <summary>The key of a record.</summary>
    internal LedgerKey KeyOf(KeyRecord record) => new(
        tasks[record.Position], record.Attempt, record.Outcome, record.Exit, record.Milliseconds, machines.TypeOf(record.Machine))
    { Host = machines.HostOf(record.Machine) };

    /// <summary>Spells the key of a record as it stands in the store; null for a deleted one.</summary>
    internal string? TextOf(int record)
    {
        KeyRecord key = this[record];
        return key.Outcome == Outcome.None ? null : StoreLayout.LedgerEntry(Prefix, KeyOf(key));
    }

    /// <summary>Last record of a task that fits; null without one.</summary>
    internal KeyRecord? FindLast(long index, Func<KeyRecord, bool> fits)
    {
        long position = tasks.PositionOf(index);
        for (int r = _count - 1; r >= 0 && position >= 0; r--)
        {
            if (this[r].Position == position && fits(this[r]))
            {
                return this[r];
            }
        }

        return null;
    }

    /// <summary>Deletes keys.</summary>
    internal void Delete(IReadOnlySet<string> keys)
    {
        for (int r = 0; r < _count; r++)
        {
            if (TextOf(r) is { } text && keys.Contains(text))
            {
                _pages[r / PageSize][r % PageSize] = this[r] with { Outcome = Outcome.None };
            }
        }
    }
}
