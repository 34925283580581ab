using System.Globalization;
using HtcFlow.Core.Wire;

namespace HtcFlow.Benchmarks.Shipping;

/// <summary>From the close of a file to its being durable, at 10,000 files of 1 MiB a minute, seen from outside of the runner.</summary>
internal static class LatencyTrial
{
    private const int Files = 5_000;
    private const double FilesPerSecond = 10_000 / 60.0;
    private const int Contents = 16;

    /// <summary>170 MB/s are more than the usual 5 % of two processors can compress, hash and send.</summary>
    private const string UploadCpuPercent = "50";

    public static async Task RunAsync(ShipBench bench)
    {
        string campaign = bench.NewName();
        string directory = Path.Combine(bench.Root, "latency");
        Directory.CreateDirectory(directory);
        for (int i = 0; i < Contents; i++)
        {
            FieldData.Write(Path.Combine(directory, $"content-{i}"), 1 << 20, i);
        }

        string log = Path.Combine(directory, "closed");
        var start = bench.Runner(
            campaign, bench.Store, Path.Combine(bench.Root, "scratch"), ShipBench.Self("ship-write-child", directory, log));
        start.Environment[RunnerEnvironment.UploadCpu] = UploadCpuPercent;
        double seconds = ShipBench.Run(start);
        Dictionary<string, double> durable = await bench.TimesAsync($"{campaign}/t/");
        var waits = new List<double>(Files);
        foreach (string line in await File.ReadAllLinesAsync(log))
        {
            string[] parts = line.Split(' ');
            double closed = double.Parse(parts[1], CultureInfo.InvariantCulture);
            waits.Add(durable[durable.Keys.Single(k => k.EndsWith($"/{parts[0]}.lz4", StringComparison.Ordinal))] - closed);
        }

        waits.Sort();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{Files} files of 1 MiB in {seconds:F1} s, HTCFLOW_UPLOAD_CPU={UploadCpuPercent}; close to LastModified: {waits[0]:F0} .. {waits[^1]:F0} ms"));
        Bar.Print("close-to-durable-p50-ms", waits[waits.Count / 2], "ms");
        Bar.Print("close-to-durable-p99-ms", waits[waits.Count * 99 / 100], "ms");
        await bench.ClearAsync();
        Directory.Delete(directory, recursive: true);
    }

    /// <summary>The command: writes files at an even pace and notes when each was closed.</summary>
    public static int Write(string directory, string log)
    {
        byte[][] contents = [.. Enumerable.Range(0, Contents).Select(i => File.ReadAllBytes(Path.Combine(directory, $"content-{i}")))];
        using var closed = new StreamWriter(log);
        long begin = TimeProvider.System.GetTimestamp();
        for (int i = 0; i < Files; i++)
        {
            TimeSpan early = TimeSpan.FromSeconds(i / FilesPerSecond) - TimeProvider.System.GetElapsedTime(begin);
            if (early > TimeSpan.FromMilliseconds(1))
            {
                Thread.Sleep(early);
            }

            string name = string.Create(CultureInfo.InvariantCulture, $"f{i:D5}.dat");
            File.WriteAllBytes(name, contents[i % Contents]);
            double now = (TimeProvider.System.GetUtcNow() - DateTimeOffset.UnixEpoch).TotalMilliseconds;
            closed.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name} {now:F3}"));
        }

        return 0;
    }
}
