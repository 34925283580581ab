using System.Text;
using HtcFlow.Runner.Kernel;
using HtcFlow.Runner.Supervise;

namespace HtcFlow.Runner.Ship;

/// <summary>Ships what the command printed, whatever its outcome; of very long logs the beginning and the end.</summary>
internal sealed class LogShipper
{
    /// <summary>Bytes kept at either end of a log; 4 MiB are some 50,000 lines.</summary>
    public const int EndBytes = 4 << 20;

    private readonly Uploader _uploader;

    public LogShipper(Uploader uploader) => _uploader = uploader;

    /// <summary>Ships both logs where they are not empty.</summary>
    public async Task ShipAsync(string scratch, TaskKeys keys, CancellationToken cancellationToken)
    {
        foreach (string name in (string[])[SpawnPlan.StandardOutput, SpawnPlan.StandardError])
        {
            string path = scratch + "/" + name;
            if (FileStatus.Of(path) is not { IsRegular: true, Stamp.Size: > 0 } status)
            {
                continue;
            }

            if (status.Stamp.Size > 2 * EndBytes && Cut(path, status.Stamp.Size) is { } cut)
            {
                path = cut;
                status = FileStatus.Of(path)!.Value;
            }

            await _uploader.ShipAsync(path, name, keys.Output(name), status, null, cancellationToken);
        }
    }

    /// <summary>Makes a shortened copy; null when there is no room for one, and then the whole is shipped.</summary>
    private static string? Cut(string path, long size)
    {
        string cut = path + ".cut";
        try
        {
            CopyEnds(path, cut, size);
            return cut;
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static void CopyEnds(string path, string cut, long size)
    {
        using FileStream source = File.OpenRead(path);
        using FileStream target = File.Create(cut);
        byte[] buffer = new byte[EndBytes];
        source.ReadExactly(buffer);
        target.Write(buffer);
        target.Write(Encoding.UTF8.GetBytes($"\n[htcflow: {size - (2L * EndBytes)} bytes in the middle were left out]\n"));
        source.Seek(size - EndBytes, SeekOrigin.Begin);
        source.ReadExactly(buffer);
        target.Write(buffer);
    }
}
