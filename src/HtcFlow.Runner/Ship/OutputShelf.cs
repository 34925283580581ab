using HtcFlow.Core.Wire;
using HtcFlow.Runner.Kernel;

namespace HtcFlow.Runner.Ship;

/// <summary>Every output that the store has acknowledged: of this attempt, and those inherited with the restored checkpoint.</summary>
internal sealed class OutputShelf
{
    private readonly Dictionary<string, ShelfEntry> _entries = new(StringComparer.Ordinal);

    /// <summary>Names of all outputs.</summary>
    public IReadOnlyCollection<string> Names => _entries.Keys;

    /// <summary>All outputs in the order of their names.</summary>
    public IReadOnlyList<StoredFile> Files =>
        [.. _entries.Values.Select(e => e.Stored).OrderBy(f => f.Name, StringComparer.Ordinal)];

    /// <summary>Outputs that were last written no later than a moment (nanoseconds since 1970), and all inherited ones.</summary>
    public IReadOnlyList<StoredFile> FilesUpTo(long written) =>
        [.. _entries.Values.Where(e => e.Stamp is not { } s || s.Modified <= written).Select(e => e.Stored).OrderBy(f => f.Name, StringComparer.Ordinal)];

    /// <summary>All entries.</summary>
    public IReadOnlyCollection<ShelfEntry> Entries => _entries.Values;

    /// <summary>Takes over what earlier attempts had shipped before the restored checkpoint.</summary>
    public void Inherit(IReadOnlyList<StoredFile> files)
    {
        foreach (StoredFile file in files)
        {
            _entries[file.Name] = new ShelfEntry(file, null, 0, false);
        }
    }

    /// <summary>Says whether exactly this state of a file was acknowledged.</summary>
    public bool Holds(string name, FileStamp stamp) => _entries.TryGetValue(name, out ShelfEntry? e) && e.Stamp == stamp;

    /// <summary>Adds an output; one that is produced again takes the place of what was there.</summary>
    public void Put(StoredFile file, FileStamp stamp, long now)
    {
        bool isGrowing = _entries.TryGetValue(file.Name, out ShelfEntry? before)
            && (before.IsGrowing || before.Stamp?.Inode == stamp.Inode);
        _entries[file.Name] = new ShelfEntry(file, stamp, now, isGrowing);
    }
}
