using System.Globalization;
using HtcFlow.Core.Ports;
using HtcFlow.Core.Wire;
using HtcFlow.Runner.Ship;

namespace HtcFlow.Runner.Restore;

/// <summary>The checkpoint generations of one task in the store. Used by one caller at a time.</summary>
internal sealed class CheckpointStore
{
    private readonly IObjectStore _store;
    private readonly TaskKeys _keys;
    private readonly Patience _patience;
    private readonly TimeProvider _time;
    private readonly SortedDictionary<GenerationId, List<string>> _files = [];
    private readonly SortedSet<GenerationId> _manifests = [];
    private int _highest;

    public CheckpointStore(IObjectStore store, TaskKeys keys, Patience patience, TimeProvider time)
    {
        _store = store;
        _keys = keys;
        _patience = patience;
        _time = time;
    }

    /// <summary>Generations that have a manifest, newest first.</summary>
    public IEnumerable<GenerationId> Newest => _manifests.Reverse();

    /// <summary>Learns what lies in the store.</summary>
    public async Task ListAsync(CancellationToken cancellationToken) =>
        await _patience.TryAsync(
            async () =>
            {
                _files.Clear();
                _manifests.Clear();
                await foreach (ObjectInfo info in _store.ListAsync(_keys.Checkpoints, "", cancellationToken))
                {
                    Note(info.Key);
                }

                return true;
            },
            cancellationToken);

    /// <summary>Reads a generation's manifest; null when it is damaged or gone.</summary>
    public Task<CheckpointManifest?> ReadAsync(GenerationId generation, CancellationToken cancellationToken) =>
        _patience.TryAsync(
            async () =>
            {
                await using Stream? content = await _store.OpenAsync(_keys.Manifest(generation), cancellationToken);
                if (content is null)
                {
                    return null;
                }

                using var bytes = new MemoryStream();
                await content.CopyToAsync(bytes, cancellationToken);
                return CheckpointManifest.Open(bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
            },
            cancellationToken);

    /// <summary>Gives a sequence number that nobody is known to have used.</summary>
    public int NextSequence() => ++_highest;

    /// <summary>Writes the manifest that makes a generation valid.</summary>
    /// <returns>False when somebody with the same attempt number used the number; the generation does not count then.</returns>
    public Task<bool> CommitAsync(
        int sequence,
        IReadOnlyList<StoredFile> files,
        IReadOnlyList<StoredFile> outputs,
        string build,
        CancellationToken cancellationToken)
    {
        byte[] manifest = new CheckpointManifest
        {
            Sequence = sequence,
            Attempt = _keys.Attempt,
            Files = files,
            Outputs = outputs,
            Created = _time.GetUtcNow(),
            Build = build,
        }.Seal();
        return _patience.TryAsync(
            async () =>
            {
                // An earlier try of ours may have been written although its reply was lost.
                bool isOurs = await _store.PutAsync(
                    _keys.Manifest(sequence), new MemoryStream(manifest), PutCondition.IfAbsent, cancellationToken);
                return isOurs || await HoldsAsync(_keys.Manifest(sequence), manifest, cancellationToken);
            },
            cancellationToken);
    }

    /// <summary>Removes all but the newest generations and whatever dead attempts left without a manifest.</summary>
    /// <remarks>Only after a commit. A manifest goes before its files, so none ever promises what is gone. Who finds a later attempt's
    /// files is itself believed dead and touches nothing.</remarks>
    public async Task ForgetOldAsync(int keep, CancellationToken cancellationToken)
    {
        await ListAsync(cancellationToken);
        GenerationId[] kept = [.. Newest.Take(Math.Max(1, keep))];
        bool isSuperseded = _manifests.Concat(_files.Keys).Any(g => g.Attempt > _keys.Attempt);
        if (isSuperseded || kept.Length == 0)
        {
            return;
        }

        foreach (GenerationId generation in _files.Keys.Union(_manifests).Where(g => g < kept[0] && !kept.Contains(g)).ToArray())
        {
            if (_manifests.Remove(generation))
            {
                await DeleteAsync([_keys.Manifest(generation)], cancellationToken);
            }

            if (_files.Remove(generation, out List<string>? files))
            {
                await DeleteAsync(files, cancellationToken);
            }
        }
    }

    /// <summary>Removes objects that nothing names any more.</summary>
    public Task<bool> DeleteAsync(IReadOnlyCollection<string> keys, CancellationToken cancellationToken) =>
        _patience.TryAsync(
            async () =>
            {
                await _store.DeleteAsync(keys, cancellationToken);
                return true;
            },
            cancellationToken);

    private async Task<bool> HoldsAsync(string key, byte[] content, CancellationToken cancellationToken)
    {
        await using Stream? stored = await _store.OpenAsync(key, cancellationToken);
        if (stored is null)
        {
            return false;
        }

        using var bytes = new MemoryStream();
        await stored.CopyToAsync(bytes, cancellationToken);
        return bytes.GetBuffer().AsSpan(0, (int)bytes.Length).SequenceEqual(content);
    }

    /// <summary>Reads a key: <c>manifest-000007-a2.json</c>, or <c>000007-a2/file.lz4</c>.</summary>
    private void Note(string key)
    {
        ReadOnlySpan<char> name = key.AsSpan(_keys.Checkpoints.Length);
        const string Prefix = "manifest-";
        bool isManifest = name.StartsWith(Prefix, StringComparison.Ordinal);
        name = isManifest ? name[Prefix.Length..] : name;
        int end = name.IndexOfAny('.', '/');
        int dash = name.IndexOf("-a", StringComparison.Ordinal);
        if (dash < 1 || end < dash || !Number(name[..dash], out int sequence) || !Number(name[(dash + 2)..end], out int attempt))
        {
            return;
        }

        var generation = new GenerationId(attempt, sequence);
        _highest = Math.Max(_highest, sequence);
        if (isManifest)
        {
            _manifests.Add(generation);
        }
        else if (_files.TryGetValue(generation, out List<string>? keys))
        {
            keys.Add(key);
        }
        else
        {
            _files[generation] = [key];
        }
    }

    private static bool Number(ReadOnlySpan<char> text, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
