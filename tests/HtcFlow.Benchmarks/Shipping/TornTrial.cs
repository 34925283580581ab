using System.Globalization;
using System.Security.Cryptography;
using HtcFlow.Core.Ports;
using HtcFlow.Core.Wire;
using HtcFlow.Objects.Transfer;

namespace HtcFlow.Benchmarks.Shipping;

/// <summary>100,000 writes to 10,000 files that are rewritten, cut, appended to, renamed and mapped while they are shipped: what the report
/// names in the end must be the last state of each, and each object what the report says.</summary>
internal static class TornTrial
{
    private const int Files = 10_000;
    private const int Writes = 100_000;

    public static async Task RunAsync(ShipBench bench)
    {
        string campaign = bench.NewName();
        string log = Path.Combine(bench.Root, "states");
        double seconds = ShipBench.Run(bench.Runner(
            campaign, bench.Store, Path.Combine(bench.Root, "scratch"), ShipBench.Self("ship-torn-child", log)));
        Dictionary<string, string> last = (await File.ReadAllLinesAsync(log)).Select(l => l.Split(' ')).ToDictionary(p => p[0], p => p[1], StringComparer.Ordinal);
        AttemptReport report = await ShipBench.ReportAsync(bench.Store, campaign);
        int torn = last.Count - report.Files.Count(f => last.TryGetValue(f.Name, out string? sha) && sha == f.Sha256);
        await using IObjectStore store = ShipBench.OpenStore(bench.Store);
        int damaged = 0;
        await Parallel.ForEachAsync(report.Files, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (file, token) =>
        {
            string path = Path.Combine(bench.Root, "pulled", file.Name);
            try
            {
                await FileTransfer.PullAsync(store, file, path, token);
                File.Delete(path);
            }
            catch (FaultException)
            {
                Interlocked.Increment(ref damaged);
            }
        });
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Writes} writes to {Files} files in {seconds:F1} s; {report.Files.Count} stored"));
        Bar.Print("torn-uploads", torn + damaged, "files");
        await bench.ClearAsync();
    }

    /// <summary>The command.</summary>
    public static int Write(string log)
    {
        var dice = new Random(1);
        byte[] buffer = new byte[16 * 1024];
        for (int i = 0; i < Writes; i++)
        {
            // A window of files moves on, so that most are written again while or just after they are shipped.
            int file = Math.Min(Files - 1, (int)((long)i * Files / Writes) + dice.Next(20) - 10);
            string name = string.Create(CultureInfo.InvariantCulture, $"f{Math.Max(0, file):D5}");
            Change(name, dice, buffer);
        }

        using var states = new StreamWriter(log);
        foreach ((string name, string sha) in s_last)
        {
            states.WriteLine($"{name} {sha}");
        }

        return 0;
    }

    /// <summary>What was removed after it was shipped keeps the state in which it was closed last.</summary>
    private static readonly Dictionary<string, string> s_last = new(StringComparer.Ordinal);

    private static void Change(string name, Random dice, byte[] buffer)
    {
        string path = name;
        int kind = dice.Next(5);
        if (kind == 0)
        {
            path = "." + name + ".tmp";
        }

        using (var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete))
        {
            Scribble(file, kind, dice, buffer);
            file.Flush();
            file.Position = 0;
            s_last[name] = Convert.ToHexStringLower(SHA256.HashData(file));
        }

        if (kind == 0)
        {
            File.Move(path, name, overwrite: true);
        }
    }

    private static void Scribble(FileStream file, int kind, Random dice, byte[] buffer)
    {
        int count = dice.Next(1, buffer.Length);
        dice.NextBytes(buffer.AsSpan(0, count));
        switch (kind)
        {
            case 1:
                file.Position = file.Length;
                break;
            case 2:
                file.SetLength(dice.Next((int)Math.Min(file.Length + 1, int.MaxValue)));
                break;
            case 3:
                file.Position = dice.NextInt64(file.Length + 1);
                break;
            default:
                file.SetLength(0);
                break;
        }

        for (int at = 0; at < count; at += 2048)
        {
            file.Write(buffer.AsSpan(at, Math.Min(2048, count - at)));
            file.Flush();
        }
    }
}
