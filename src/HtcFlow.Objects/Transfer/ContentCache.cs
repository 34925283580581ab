using System.Buffers;
using HtcFlow.Core.Ports;
using HtcFlow.Core.Wire;
using HtcFlow.Objects.Posix;

namespace HtcFlow.Objects.Transfer;

/// <summary>Keeps inputs and programs on this machine by their content's hash, so that a thousand tasks download them once.</summary>
/// <remarks>
/// Callers: any thread and any process that shares the directory. Files are read-only and are never changed; any of them may
/// be removed at any time while nobody uses it. What a crash leaves behind is a temporary name or a lock file of 0 bytes.
/// </remarks>
public sealed class ContentCache
{
    private const int PlainMode = 0x124; // 0444
    private const int ProgramMode = 0x16D; // 0555

    private const long UnknownBytes = -1;

    private static readonly SearchValues<char> s_digits = SearchValues.Create("0123456789abcdef");

    private readonly string _directory;

    /// <summary>Opens a cache; the directory is made when it is first needed.</summary>
    /// <param name="directory">Absolute path.</param>
    public ContentCache(string directory)
    {
        ArgumentNullException.ThrowIfNull(directory);
        _directory = directory.TrimEnd('/');
    }

    /// <summary>Gives the path of a local copy of an object, downloading it when there is none.</summary>
    /// <param name="store">Store that holds it.</param>
    /// <param name="key">Key; an object whose key ends in <c>.lz4</c> is decompressed.</param>
    /// <param name="sha256">Hash of the (uncompressed) content, 64 lower-case hexadecimal digits.</param>
    /// <param name="executable">Whether the copy may be executed: mode 0555 instead of 0444.</param>
    /// <param name="cancellationToken">Ends the download or the wait for another process's download.</param>
    /// <exception cref="FaultException">Gone: no such object. Broken: its content has another hash, or the hash is none.</exception>
    public async Task<string> FetchAsync(
        IObjectStore store, string key, string sha256, bool executable, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(sha256);
        if (sha256.Length != 64 || sha256.AsSpan().ContainsAnyExcept(s_digits))
        {
            throw new FaultException(FaultKind.Broken, "fetch input", key, $"'{sha256}' is not a SHA-256 in lower-case hexadecimal");
        }

        string path = $"{_directory}/{sha256}{(executable ? ".x" : "")}";
        int mode = executable ? ProgramMode : PlainMode;
        if (IsComplete(path, mode))
        {
            return path;
        }

        using FileLock held = await FileLock.TakeAsync(path + ".lock", cancellationToken);
        if (!IsComplete(path, mode))
        {
            var file = new StoredFile(sha256, key, UnknownBytes, 0, sha256, mode);
            using TemporaryFile target = await Download.FetchAsync(store, file, path, cancellationToken);

            // Synchronised, because a later process trusts the name alone, also after a loss of power.
            target.SyncData();
            target.Publish(path, PutCondition.Always);
        }

        held.Remove();
        return path;
    }

    /// <summary>A name appears only after its content was verified, so type, mode and owner are check enough.</summary>
    private static bool IsComplete(string path, int mode) =>
        Libc.Status(path, out FileStatus status) && status.IsRegular && status.Permissions == mode
        && (status.Owner == 0 || status.Owner == Libc.EffectiveUser());
}
