using HtcFlow.Core.Ids;
using HtcFlow.Core.Wire;

namespace HtcFlow.Runner.Ship;

/// <summary>The keys of one attempt of one task.</summary>
internal sealed class TaskKeys
{
    /// <summary>Files that LZ4 cannot make smaller; of <c>.lz4</c> itself the frame is kept apart by compressing once more.</summary>
    private static readonly string[] s_packed = [".gz", ".xz", ".zst", ".bz2", ".zip", ".png", ".jpg", ".jpeg", ".mp4"];

    private readonly StageOrder _order;
    private readonly long _index;
    private readonly int _attempt;

    public TaskKeys(StageOrder order, long index, int attempt)
    {
        _order = order;
        _index = index;
        _attempt = attempt;
    }

    /// <summary>Attempt, from 1.</summary>
    public int Attempt => _attempt;

    /// <summary>Report of the attempt that counts.</summary>
    public string Accepted => StoreLayout.Accepted(_order.Campaign, _order.Stage.Name, _index);

    /// <summary>Prefix of the task's checkpoints.</summary>
    public string Checkpoints => StoreLayout.Checkpoints(_order.Campaign, _order.Stage.Name, _index);

    public string Output(string name) =>
        StoreLayout.Output(_order.Campaign, _order.Stage.Name, _index, _attempt, name, !IsPacked(name));

    public string CheckpointFile(int sequence, string name) =>
        StoreLayout.CheckpointFile(_order.Campaign, _order.Stage.Name, _index, sequence, _attempt, name);

    public string Manifest(int sequence) =>
        StoreLayout.CheckpointManifest(_order.Campaign, _order.Stage.Name, _index, sequence);

    public string Ledger(Outcome outcome, int exit, long wallMilliseconds, string machine, string host) =>
        StoreLayout.LedgerEntry(
            _order.Campaign,
            _order.Stage.Name,
            new ArrayId(_order.Array),
            new LedgerKey(_index, _attempt, outcome, exit, wallMilliseconds, machine) { Host = host });

    private static bool IsPacked(string name)
    {
        foreach (string suffix in s_packed)
        {
            if (name.EndsWith(suffix, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
