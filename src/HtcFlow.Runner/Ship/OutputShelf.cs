using HtcFlow.Core.Wire;
using HtcFlow.Runner.Kernel;

namespace HtcFlow.Runner.Ship;

/// <summary>Every output that the store has acknowledged: of this attempt, and those inherited with the restored checkpoint.</summary>
/// <remarks>An object that was acknowledged is never written again: a file that changes is shipped under another key, so that what a
/// manifest or a report names stays what it was, also when the next upload breaks off in the middle.</remarks>
internal sealed class OutputShelf
{
    private readonly Dictionary<string, ShelfEntry> _entries = new(StringComparer.Ordinal);
    private readonly Queue<(string Key, int Manifests)> _replaced = new();

    /// <summary>Names of all outputs.</summary>
    public IReadOnlyCollection<string> Names => _entries.Keys;

    /// <summary>All outputs in the order of their names.</summary>
    public IReadOnlyList<StoredFile> Files =>
        [.. _entries.Values.Select(e => e.Stored).OrderBy(f => f.Name, StringComparer.Ordinal)];

    /// <summary>All outputs that a checkpoint may own: what a killed command was writing to looks finished, and is so surely only when it was
    /// last written before the checkpoint, whose next attempt does not produce it again.</summary>
    /// <param name="written">When the checkpoint was written, nanoseconds since 1970.</param>
    public IReadOnlyList<StoredFile> OwnedAt(long written) =>
        [.. _entries.Values
            .Select(e => e.Stamp is { } stamp && stamp.Modified <= written ? e.Stored : e.Sure)
            .OfType<StoredFile>()
            .OrderBy(f => f.Name, StringComparer.Ordinal)];

    /// <summary>The entry of a name, or null.</summary>
    public ShelfEntry? Find(string name) => _entries.GetValueOrDefault(name);

    /// <summary>Takes over what earlier attempts had shipped before the restored checkpoint.</summary>
    public void Inherit(IReadOnlyList<StoredFile> files)
    {
        foreach (StoredFile file in files)
        {
            _entries[file.Name] = new ShelfEntry(file, null, 0, false, 0, file);
        }
    }

    /// <summary>Says whether exactly this state of a file was acknowledged.</summary>
    public bool Holds(string name, FileStamp stamp) => _entries.TryGetValue(name, out ShelfEntry? e) && e.Stamp == stamp;

    /// <summary>Number of the next version of a file, from 1.</summary>
    public int NextVersion(string name) => _entries.TryGetValue(name, out ShelfEntry? e) ? e.Version + 1 : 1;

    /// <summary>Manifests begun so far; each names the shelf as it stood then.</summary>
    public int Manifests { get; set; }

    /// <summary>Adds an output; one that is produced again takes the place of what was there.</summary>
    /// <param name="file">Where it lies.</param>
    /// <param name="stamp">State that was shipped.</param>
    /// <param name="now">Timestamp.</param>
    /// <param name="isSure">Whether it was surely finished.</param>
    public void Put(StoredFile file, FileStamp stamp, long now, bool isSure)
    {
        ShelfEntry? before = Find(file.Name);
        bool isGrowing = before is not null && (before.IsGrowing || (before.Stamp?.Inode == stamp.Inode && before.Stored.Bytes > 0));
        _entries[file.Name] = new ShelfEntry(file, stamp, now, isGrowing, NextVersion(file.Name), isSure ? file : before?.Sure);
        if (isSure && before is { Version: > 0 } && before.Stored.Key != file.Key)
        {
            _replaced.Enqueue((before.Stored.Key, Manifests));
        }
    }

    /// <summary>Takes the keys of this attempt's replaced versions that only manifests older than a certain one can name.</summary>
    public List<string> TakeGarbage(int manifest)
    {
        var keys = new List<string>();
        while (_replaced.TryPeek(out (string Key, int Manifests) oldest) && oldest.Manifests < manifest)
        {
            keys.Add(_replaced.Dequeue().Key);
        }

        return keys;
    }
}
