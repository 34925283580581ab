namespace HtcFlow.Core.State;

/// <summary>Counts final members of groups of tasks; chunks appear when first touched.</summary>
public sealed class GroupCounters
{
    private const int ChunkGroups = 4096;
    private readonly Dictionary<long, int[]> _chunks = [];

    /// <summary>Count of a group.</summary>
    public int this[long group] =>
        _chunks.TryGetValue(group / ChunkGroups, out int[]? chunk) ? chunk[group % ChunkGroups] : 0;

    /// <summary>Adds to the count of a group and returns the sum.</summary>
    public int Add(long group, int change)
    {
        if (!_chunks.TryGetValue(group / ChunkGroups, out int[]? chunk))
        {
            _chunks[group / ChunkGroups] = chunk = new int[ChunkGroups];
        }

        return chunk[group % ChunkGroups] += change;
    }

    /// <summary>Sets all counts to 0.</summary>
    public void Clear() => _chunks.Clear();
}
