using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using HtcFlow.Core.Wire;

namespace HtcFlow.Benchmarks.Shipping;

/// <summary>200,000 files at once while the runner stands still, so that the kernel's queue of 16,384 events runs over; into a directory store.</summary>
internal static class BurstTrial
{
    private const int Files = 200_000;
    private const int Directories = 200;

    public static void Run(ShipBench bench)
    {
        string campaign = bench.NewName();
        string root = Directory.Exists("/dev/shm") ? Directory.CreateDirectory($"/dev/shm/htcflow-burst-{Environment.ProcessId}").FullName : bench.Root;
        try
        {
            string store = Path.Combine(root, "store");
            string signs = Path.Combine(bench.Root, "burst");
            Directory.CreateDirectory(signs);
            ProcessStartInfo start = bench.Runner(
                campaign, store, Path.Combine(root, "scratch"), ShipBench.Self("ship-burst-child", signs));
            double seconds = ShipBench.Run(start, runner => StandStill(runner, signs));
            AttemptReport report = ShipBench.ReportAsync(store, campaign).GetAwaiter().GetResult();
            int lost = Enumerable.Range(0, Files).Count(Missing(report, store));
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{Files} files in {Directories} directories, stored {report.Files.Count}, {seconds:F1} s, runner stopped during the burst"));
            Bar.Print("burst-files-lost", lost, "files");
        }
        finally
        {
            if (root != bench.Root)
            {
                Directory.Delete(root, recursive: true);
            }
        }
    }

    /// <summary>The command: waits until the runner stands still, and makes the files.</summary>
    public static int Write(string signs)
    {
        for (int directory = 0; directory < Directories; directory++)
        {
            Directory.CreateDirectory(NameOf(directory));
        }

        File.WriteAllText(Path.Combine(signs, "ready"), "");
        WaitFor(Path.Combine(signs, "go"));
        for (int i = 0; i < Files; i++)
        {
            File.WriteAllBytes(PathOf(i), ContentOf(i));
        }

        File.WriteAllText(Path.Combine(signs, "written"), "");
        WaitFor(Path.Combine(signs, "end"));
        return 0;
    }

    private static void StandStill(Process runner, string signs)
    {
        WaitFor(Path.Combine(signs, "ready"));
        Thread.Sleep(500); // the directories are watched by now
        Whole.Seconds("kill", ["-STOP", runner.Id.ToString(CultureInfo.InvariantCulture)]);
        File.WriteAllText(Path.Combine(signs, "go"), "");
        WaitFor(Path.Combine(signs, "written"));
        Whole.Seconds("kill", ["-CONT", runner.Id.ToString(CultureInfo.InvariantCulture)]);
        File.WriteAllText(Path.Combine(signs, "end"), "");
    }

    private static Func<int, bool> Missing(AttemptReport report, string store)
    {
        Dictionary<string, StoredFile> files = report.Files.ToDictionary(f => f.Name, StringComparer.Ordinal);
        return i => !files.TryGetValue(PathOf(i), out StoredFile? file)
            || file.Sha256 != Convert.ToHexStringLower(SHA256.HashData(ContentOf(i)))
            || !File.Exists(Path.Combine(store, file.Key));
    }

    private static string NameOf(int directory) => string.Create(CultureInfo.InvariantCulture, $"d{directory:D3}");

    private static string PathOf(int i) => NameOf(i % Directories) + string.Create(CultureInfo.InvariantCulture, $"/f{i:D6}");

    private static byte[] ContentOf(int i) => Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"burst file {i}\n"));

    private static void WaitFor(string path)
    {
        while (!File.Exists(path))
        {
            Thread.Sleep(10);
        }
    }
}
