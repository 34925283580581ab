using HtcFlow.Core.Campaigns;
using HtcFlow.Runner.Guard;
using HtcFlow.Runner.Stage;

namespace HtcFlow.Runner.Ship.Room;

/// <summary>Reads what scratch space is limited by: its file system, the memory it lies in, and what the task was promised.</summary>
/// <param name="scratch">Scratch directory.</param>
/// <param name="resources">What the task was promised.</param>
/// <param name="group">The container's limits.</param>
internal sealed class ScratchLimits(string scratch, ResourceSpec resources, ControlGroup group)
{
    private readonly bool _isInMemory = resources.ScratchInMemory || scratch.StartsWith(ScratchRoot.Memory + "/", StringComparison.Ordinal);

    /// <summary>Reads all.</summary>
    /// <param name="ownBytes">Bytes that lie in the scratch directory.</param>
    public IEnumerable<RoomReading> Read(long ownBytes)
    {
        if (ScratchRoom.Of(scratch) is { } room)
        {
            yield return new RoomReading(room.FreeBytes, room.TotalBytes, $"the file system of {scratch}");
        }

        // Files in memory count against the container like the command's own memory, and the kernel kills for them.
        if (_isInMemory && group.MemoryLimitBytes() is > 0 and var limit)
        {
            yield return new RoomReading(Math.Max(0, limit - group.MemoryUsedBytes()), limit, "the container's memory, in which scratch space lies,");
        }

        if (resources.ScratchBytes > 0)
        {
            yield return new RoomReading(
                Math.Max(0, resources.ScratchBytes - ownBytes), resources.ScratchBytes, "what the task may use of scratch space (resources: {scratch})");
        }
    }
}
