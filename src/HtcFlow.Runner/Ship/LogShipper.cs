using HtcFlow.Runner.Kernel;
using HtcFlow.Runner.Spawn;

namespace HtcFlow.Runner.Ship;

/// <summary>Ships what was kept of what the command printed, whatever its outcome.</summary>
internal sealed class LogShipper
{
    private readonly Uploader _uploader;

    public LogShipper(Uploader uploader) => _uploader = uploader;

    /// <summary>Ships both logs where they are not empty.</summary>
    public async Task ShipAsync(string scratch, TaskKeys keys, CancellationToken cancellationToken)
    {
        foreach (string name in (string[])[SpawnPlan.StandardOutput, SpawnPlan.StandardError])
        {
            string path = scratch + "/" + name;
            if (FileStatus.Of(path) is { IsRegular: true, Stamp.Size: > 0 } status)
            {
                await _uploader.ShipAsync(path, name, keys.Output(name), status, null, cancellationToken);
            }
        }
    }
}
