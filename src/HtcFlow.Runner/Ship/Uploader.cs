using HtcFlow.Core.Ports;
using HtcFlow.Core.Wire;
using HtcFlow.Objects.Transfer;
using HtcFlow.Runner.Kernel;
using HtcFlow.Runner.Ship.Traffic;

namespace HtcFlow.Runner.Ship;

/// <summary>Puts local files into the store, each as one state: what changed while it was read does not count.</summary>
internal sealed class Uploader
{
    private readonly IObjectStore _store;
    private readonly Patience _patience;

    public Uploader(IObjectStore store, Patience patience)
    {
        _store = store;
        _patience = patience;
    }

    /// <summary>Ships a file.</summary>
    /// <param name="path">Local path, of a regular file.</param>
    /// <param name="name">Name in the report.</param>
    /// <param name="key">Key in the store.</param>
    /// <param name="expected">State in which it was found.</param>
    /// <param name="backlog">Where the file waits; null when it is not counted.</param>
    /// <param name="cancellationToken">Ends the transfer.</param>
    /// <param name="pace">How fast a large file is read; null for as fast as may be.</param>
    /// <returns>The acknowledged file; null when it changed or vanished meanwhile.</returns>
    /// <exception cref="FaultException">The store failed for good.</exception>
    public async Task<StoredFile?> ShipAsync(
        string path, string name, string key, FileStatus expected, Backlog? backlog, CancellationToken cancellationToken, UploadPace? pace = null)
    {
        backlog?.Begin();
        long storedBytes = -1;
        long sentBytes = 0;
        IObjectStore store = pace is null ? _store : new PacedStore(_store, pace, Sent);
        bool IsSame() => FileStatus.Of(path)?.Stamp == expected.Stamp;
        PushedFile? pushed;
        try
        {
            pushed = await _patience.TryAsync(
                () =>
                {
                    backlog?.Repeat(sentBytes);
                    sentBytes = 0;
                    return IsSame() ? PushAsync() : Task.FromResult<PushedFile?>(null);
                },
                cancellationToken);
            storedBytes = pushed?.StoredBytes ?? -1;
        }
        catch (FaultException) when (!IsSame())
        {
            return null; // it was taken away while it was read: the file's affair, not the store's
        }
        finally
        {
            backlog?.End(expected.Stamp.Size, storedBytes, sentBytes);
        }

        return pushed is not null && IsSame()
            ? new StoredFile(name, key, pushed.Bytes, pushed.StoredBytes, pushed.Sha256, expected.Permissions)
            : null;

        async Task<PushedFile?> PushAsync() => await FileTransfer.PushAsync(store, path, key, cancellationToken);

        void Sent(long bytes)
        {
            sentBytes += bytes;
            backlog?.Send(bytes);
        }
    }

    /// <summary>Removes objects that nothing names any more; what a failing store keeps is only wasted space.</summary>
    public async Task<bool> DropAsync(IReadOnlyCollection<string> keys)
    {
        try
        {
            await _store.DeleteAsync(keys, CancellationToken.None);
            return true;
        }
        catch (FaultException)
        {
            return false;
        }
    }
}
