using System.Diagnostics;
using HtcFlow.Core.Wire;
using HtcFlow.Objects.Stores;
using HtcFlow.Objects.Transfer;

namespace HtcFlow.Benchmarks.Shipping;

/// <summary>Compression and restore of one large file, from memory to memory, beside the lz4 command on the same file.</summary>
/// <remarks>Both sides read a file and write a file below <c>/dev/shm</c>. Ours also makes and verifies a SHA-256, lz4 does not.</remarks>
internal static class FrameFigures
{
    private const long Bytes = 512L << 20;
    private const int Rounds = 5;

    public static async Task<int> RunAsync()
    {
        string root = Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath();
        string scratch = Directory.CreateDirectory(Path.Combine(root, $"htcflow-frames-{Environment.ProcessId}")).FullName;
        try
        {
            await RunAsync(scratch);
            return 0;
        }
        finally
        {
            Directory.Delete(scratch, recursive: true);
        }
    }

    private static async Task RunAsync(string scratch)
    {
        string file = Path.Combine(scratch, "field.dat");
        FieldData.Write(file, Bytes, seed: 1);
        await using var store = new DirectoryStore(Path.Combine(scratch, "store"));
        var push = new List<double>();
        var pull = new List<double>();
        var compress = new List<double>();
        var decompress = new List<double>();
        double ratio = 0;
        for (int round = 0; round < Rounds; round++)
        {
            long start = Stopwatch.GetTimestamp();
            PushedFile pushed = await FileTransfer.PushAsync(store, file, "field.dat.lz4", CancellationToken.None);
            push.Add(Rate(Stopwatch.GetElapsedTime(start).TotalSeconds));
            ratio = (double)pushed.Bytes / pushed.StoredBytes;

            var stored = new StoredFile("field.dat", "field.dat.lz4", pushed.Bytes, pushed.StoredBytes, pushed.Sha256, 0);
            string back = Path.Combine(scratch, "back");
            start = Stopwatch.GetTimestamp();
            await FileTransfer.PullAsync(store, stored, back, CancellationToken.None);
            pull.Add(Rate(Stopwatch.GetElapsedTime(start).TotalSeconds));
            File.Delete(back);

            string frame = Path.Combine(scratch, "peer.lz4");
            compress.Add(Rate(Whole.Seconds("lz4", ["-q", "-f", "-B7", "-BX", "--content-size", file, frame])));
            decompress.Add(Rate(Whole.Seconds("lz4", ["-q", "-d", "-f", frame, back])));
            File.Delete(back);
            File.Delete(frame);
        }

        Console.WriteLine($"field.dat: {Bytes >> 20} MiB, {ratio:F2} times smaller when compressed; medians of {Rounds} rounds");
        Bar.Print("lz4-mb-per-second", Bar.Median(push), "MB/s", ("lz4", Bar.Median(compress)));
        Bar.Print("restore-mb-per-second", Bar.Median(pull), "MB/s", ("lz4-d", Bar.Median(decompress)));
    }

    private static double Rate(double seconds) => Bytes / 1e6 / seconds;
}
