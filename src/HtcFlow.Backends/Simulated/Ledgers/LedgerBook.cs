using System.Globalization;
using HtcFlow.Backends.Simulated.Cloud;
using HtcFlow.Backends.Simulated.World;
using HtcFlow.Core.Ids;
using HtcFlow.Core.Sweeps;
using HtcFlow.Core.Wire;

namespace HtcFlow.Backends.Simulated.Ledgers;

/// <summary>What runners have written, without a string a key: stages with their results, ledgers of arrays, and all other objects.</summary>
internal sealed class LedgerBook(WorldSpec world)
{
    private readonly Dictionary<(string Campaign, string Stage), CloudStage> _stages = [];
    private readonly SortedDictionary<string, ArrayLedger> _ledgers = new(StringComparer.Ordinal);

    internal MachineNames Machines { get; } = new();

    /// <summary>Orders, plans, inputs: whatever was put, by key.</summary>
    internal SortedDictionary<string, byte[]> Objects { get; } = new(StringComparer.Ordinal);

    internal IEnumerable<CloudStage> Stages => _stages.Values.OrderBy(s => s.Campaign, StringComparer.Ordinal).ThenBy(s => s.Name, StringComparer.Ordinal);

    internal IReadOnlyCollection<ArrayLedger> Ledgers => _ledgers.Values;

    /// <summary>The stage of a campaign, as the world describes its tasks.</summary>
    internal CloudStage StageOf(string campaign, string stage)
    {
        if (!_stages.TryGetValue((campaign, stage), out CloudStage? found))
        {
            found = new CloudStage(campaign, stage, world.Tasks.GetValueOrDefault(stage, world.OtherTasks), world.Seed);
            _stages.Add((campaign, stage), found);
        }

        return found;
    }

    /// <summary>A stage that is known already; null otherwise.</summary>
    internal CloudStage? Find(string campaign, string stage) => _stages.GetValueOrDefault((campaign, stage));

    /// <summary>The ledger of an array; one that was sent again goes on with its old one.</summary>
    internal ArrayLedger Open(string campaign, string stage, int array, IndexSet tasks)
    {
        var ledger = new ArrayLedger(campaign, stage, new ArrayId(array), tasks, Machines);
        return _ledgers.TryAdd(ledger.Prefix, ledger) ? ledger : _ledgers[ledger.Prefix];
    }

    /// <summary>The ledger whose keys begin with a prefix, or to which a longer one points; null when there are several or none.</summary>
    internal ArrayLedger? LedgerAt(string prefix)
    {
        if (_ledgers.TryGetValue(prefix, out ArrayLedger? found))
        {
            return found;
        }

        // campaign/l/stage/array/fan/key: the first four segments are a ledger's prefix.
        int end = -1;
        for (int segment = 0; segment < 4; segment++)
        {
            end = prefix.IndexOf('/', end + 1);
            if (end < 0)
            {
                return null;
            }
        }

        return _ledgers.GetValueOrDefault(prefix[..(end + 1)]);
    }

    /// <summary>The task whose prefix a key begins with: campaign/t/fan/stage/index/; null when it is none that is known.</summary>
    internal (CloudStage Stage, long Index)? TaskAt(string key)
    {
        string[] parts = key.Split('/');
        return parts.Length >= 6 && parts[1] == "t"
            && long.TryParse(parts[4], NumberStyles.None, CultureInfo.InvariantCulture, out long index)
            && Find(parts[0], parts[3]) is { } stage
            && key.StartsWith(StoreLayout.Task(stage.Campaign, stage.Name, index), StringComparison.Ordinal)
            ? (stage, index)
            : null;
    }
}
