using System.Globalization;
using HtcFlow.Core.Ports;
using HtcFlow.Core.Wire;
using HtcFlow.Runner.Ship;

namespace HtcFlow.Runner.Restore;

/// <summary>The checkpoint generations of one task in the store.</summary>
internal sealed class CheckpointStore
{
    private readonly IObjectStore _store;
    private readonly TaskKeys _keys;
    private readonly Patience _patience;
    private readonly TimeProvider _time;
    private readonly SortedDictionary<int, List<string>> _files = [];
    private readonly SortedSet<int> _manifests = [];
    private int _highest;

    public CheckpointStore(IObjectStore store, TaskKeys keys, Patience patience, TimeProvider time)
    {
        _store = store;
        _keys = keys;
        _patience = patience;
        _time = time;
    }

    /// <summary>Generations that have a manifest, newest first.</summary>
    public IEnumerable<int> Newest => _manifests.Reverse();

    /// <summary>Learns what earlier attempts left.</summary>
    public async Task ListAsync(CancellationToken cancellationToken) =>
        await _patience.TryAsync(
            async () =>
            {
                await foreach (ObjectInfo info in _store.ListAsync(_keys.Checkpoints, "", cancellationToken))
                {
                    Note(info.Key);
                }

                return true;
            },
            cancellationToken);

    /// <summary>Reads a generation's manifest; null when it is damaged or gone.</summary>
    public Task<CheckpointManifest?> ReadAsync(int sequence, CancellationToken cancellationToken) =>
        _patience.TryAsync(
            async () =>
            {
                await using Stream? content = await _store.OpenAsync(_keys.Manifest(sequence), cancellationToken);
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
    /// <returns>False when another attempt used the same number; the generation does not count then.</returns>
    public async Task<bool> CommitAsync(
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
        bool isOurs = await _patience.TryAsync(
            () => _store.PutAsync(_keys.Manifest(sequence), new MemoryStream(manifest), PutCondition.IfAbsent, cancellationToken),
            cancellationToken);
        if (isOurs)
        {
            _manifests.Add(sequence);
            _files[sequence] = [.. files.Select(f => f.Key)];
        }

        return isOurs;
    }

    /// <summary>Removes all but the newest generations; a manifest goes before its files, so none ever promises what is gone.</summary>
    public async Task ForgetOldAsync(int keep, CancellationToken cancellationToken)
    {
        int[] kept = [.. Newest.Take(Math.Max(1, keep))];
        foreach (int sequence in _files.Keys.Union(_manifests).Where(s => s < kept[^1]).ToArray())
        {
            await DeleteAsync([_keys.Manifest(sequence)], cancellationToken);
            await DeleteAsync(_files.GetValueOrDefault(sequence) ?? [], cancellationToken);
            _manifests.Remove(sequence);
            _files.Remove(sequence);
        }
    }

    private Task<bool> DeleteAsync(IReadOnlyCollection<string> keys, CancellationToken cancellationToken) =>
        _patience.TryAsync(
            async () =>
            {
                await _store.DeleteAsync(keys, cancellationToken);
                return true;
            },
            cancellationToken);

    /// <summary>Reads a key: <c>manifest-000007.json</c>, or <c>000007-a2/file.lz4</c>.</summary>
    private void Note(string key)
    {
        ReadOnlySpan<char> name = key.AsSpan(_keys.Checkpoints.Length);
        const string Prefix = "manifest-";
        bool isManifest = name.StartsWith(Prefix, StringComparison.Ordinal);
        name = isManifest ? name[Prefix.Length..] : name;
        int digits = name.IndexOfAnyExceptInRange('0', '9');
        if (digits < 1 || !int.TryParse(name[..digits], NumberStyles.None, CultureInfo.InvariantCulture, out int sequence))
        {
            return;
        }

        _highest = Math.Max(_highest, sequence);
        if (isManifest)
        {
            _manifests.Add(sequence);
        }
        else if (_files.TryGetValue(sequence, out List<string>? keys))
        {
            keys.Add(key);
        }
        else
        {
            _files[sequence] = [key];
        }
    }
}
