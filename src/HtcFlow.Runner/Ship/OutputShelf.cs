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
    private readonly Dictionary<string, int> _versions = new(StringComparer.Ordinal);
    private readonly List<int> _sealed = [];

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

    /// <summary>Holds what the restored checkpoint names, and nothing else: what was shipped after it is produced once more.</summary>
    /// <param name="files">What had been shipped before the checkpoint, by earlier attempts or by this one before it began anew.</param>
    public void GoBackTo(IReadOnlyList<StoredFile> files)
    {
        var kept = files.Select(f => f.Key).ToHashSet(StringComparer.Ordinal);
        foreach ((string name, ShelfEntry entry) in _entries)
        {
            _versions[name] = Math.Max(_versions.GetValueOrDefault(name), entry.Version);
            if (entry.Version > 0 && !kept.Contains(entry.Stored.Key))
            {
                _replaced.Enqueue((entry.Stored.Key, Manifests));
            }
        }

        _entries.Clear();
        foreach (StoredFile file in files)
        {
            _entries[file.Name] = new ShelfEntry(file, null, 0, false, 0, file);
        }
    }

    /// <summary>Says whether exactly this state of a file was acknowledged.</summary>
    public bool Holds(string name, FileStamp stamp) => _entries.TryGetValue(name, out ShelfEntry? e) && e.Stamp == stamp;

    /// <summary>Number of the next version of a file, from 1.</summary>
    public int NextVersion(string name) => Math.Max(_versions.GetValueOrDefault(name), Find(name)?.Version ?? 0) + 1;

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

    /// <summary>Notes that a manifest is in the store.</summary>
    /// <param name="manifest">Its number.</param>
    /// <param name="keep">Manifests that are kept in the store.</param>
    /// <returns>Keys that no kept manifest names, as <see cref="TakeGarbage"/> gives them.</returns>
    public List<string> Seal(int manifest, int keep)
    {
        _sealed.Add(manifest);
        return TakeGarbage(_sealed[Math.Max(0, _sealed.Count - Math.Max(1, keep))]);
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
