using HtcFlow.Core.Wire;
using HtcFlow.Runner.Kernel;

namespace HtcFlow.Runner.Ship.Traffic;

/// <summary>One file that is to be uploaded.</summary>
/// <param name="Path">Local path, of a regular file.</param>
/// <param name="Name">Name in the report.</param>
/// <param name="Key">Key in the store.</param>
/// <param name="Status">State in which it was found finished.</param>
/// <param name="IsGuarded">Whether somebody may still write to it, so that the kernel is asked once more after it was read.</param>
/// <param name="Arrived">Told the end on the harvest's thread: a task that gives the acknowledged file, null when it changed
/// meanwhile, or the store's fault.</param>
internal sealed record Shipment(
    string Path, string Name, string Key, FileStatus Status, bool IsGuarded, Action<Shipment, Task<StoredFile?>> Arrived)
{
    /// <summary>Look to which it belongs.</summary>
    public int Epoch { get; init; }

    /// <summary>Bytes of the file.</summary>
    public long Bytes => Status.Stamp.Size;
}
