using HtcFlow.Runner.Kernel;

namespace HtcFlow.Runner.Watch;

/// <summary>Remembers since when each file has been in its present state.</summary>
internal sealed class Sightings
{
    /// <summary>Forgetting begins above this; names that are not there any more cost some 150 bytes each.</summary>
    private const int FewNames = 1000;

    private readonly Dictionary<string, (FileStamp Stamp, long Since)> _seen = new(StringComparer.Ordinal);

    /// <summary>Notes a file.</summary>
    /// <returns>Whether it is new or has changed.</returns>
    public bool Note(string name, FileStamp stamp, long now)
    {
        if (_seen.TryGetValue(name, out (FileStamp Stamp, long Since) seen) && seen.Stamp == stamp)
        {
            return false;
        }

        _seen[name] = (stamp, now);
        return true;
    }

    /// <summary>Bytes that a state of a file brings beyond the one that was noted before it; all of them when it is another file.</summary>
    public long GrowthTo(string name, FileStamp stamp) =>
        _seen.TryGetValue(name, out (FileStamp Stamp, long Since) seen) && seen.Stamp.Inode == stamp.Inode
            ? Math.Max(0, stamp.Size - seen.Stamp.Size)
            : stamp.Size;

    /// <summary>Timestamp since when a noted file has been as it is.</summary>
    public long Since(string name) => _seen[name].Since;

    /// <summary>Says whether a file is in the state in which it was noted.</summary>
    public bool Knows(string name, FileStamp stamp) =>
        _seen.TryGetValue(name, out (FileStamp Stamp, long Since) seen) && seen.Stamp == stamp;

    /// <summary>Forgets what is not there any more, now and then.</summary>
    public void KeepOnly(List<ScannedFile> files)
    {
        if (_seen.Count <= FewNames + (2 * files.Count))
        {
            return;
        }

        var present = files.Select(f => f.Name).ToHashSet(StringComparer.Ordinal);
        foreach (string name in _seen.Keys)
        {
            if (!present.Contains(name))
            {
                _seen.Remove(name);
            }
        }
    }
}
