using HtcFlow.Core.Ports;
using HtcFlow.Core.Wire;
using HtcFlow.Objects.Stores;
using HtcFlow.Objects.Transfer;
using HtcFlow.Runner.Ship;

namespace HtcFlow.Runner.Stage;

/// <summary>Brings an input that is named by where it lies, not by its content: a path of this machine, an S3 object, or a key of the store.</summary>
internal static class SourceFile
{
    /// <summary>Puts the file in place.</summary>
    /// <returns>Null, or why the command cannot start.</returns>
    /// <exception cref="FaultException">The store failed, or the object is gone or damaged.</exception>
    public static async Task<string?> PlaceAsync(
        string source, string path, IObjectStore store, Patience patience, CancellationToken cancellationToken)
    {
        if (source.StartsWith('/'))
        {
            if (!File.Exists(source))
            {
                return $"input '{source}' is not a file of this machine";
            }

            File.Copy(source, path);
            return null;
        }

        int slash = source.LastIndexOf('/');
        if (!source.StartsWith("s3://", StringComparison.Ordinal) || slash <= "s3://".Length)
        {
            await PullAsync(store, source, path, patience, cancellationToken);
            return null;
        }

        await using IObjectStore other = ObjectStores.Open(source[..slash]);
        await PullAsync(other, source[(slash + 1)..], path, patience, cancellationToken);
        return null;
    }

    private static Task<bool> PullAsync(IObjectStore store, string key, string path, Patience patience, CancellationToken cancellationToken) =>
        patience.TryAsync(
            async () =>
            {
                await FileTransfer.PullAsync(store, new StoredFile(Path.GetFileName(path), key, 0, 0, "", 0), path, cancellationToken);
                return true;
            },
            cancellationToken);
}
