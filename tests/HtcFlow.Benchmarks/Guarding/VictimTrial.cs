using System.Diagnostics;
using System.Globalization;
using System.IO.MemoryMappedFiles;
using HtcFlow.Core.Campaigns;

namespace HtcFlow.Benchmarks.Guarding;

/// <summary>What all guards together take from a memory-bound command.</summary>
/// <remarks>
/// One command runs all the time under one runner, whose process is stopped and continued every second: the pieces that the command does are
/// compared between the two kinds of windows, which alternate so fast that neighbours and clocks disturb both alike. A block of 30 s holds 15
/// windows of each kind and one run of the bandwidth probe, whose clock goes on while the runner stands: the probe weighs twice what it does in life.
/// </remarks>
internal static class VictimTrial
{
    private const int Blocks = 9;
    private const int PairsOfBlock = 15;
    private static readonly TimeSpan s_window = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_settle = TimeSpan.FromMilliseconds(50);

    public static void Run(string scratch)
    {
        string directory = Path.Combine(scratch, "victim");
        Directory.CreateDirectory(directory);
        string counter = Path.Combine(directory, "counter");
        File.WriteAllBytes(counter, new byte[sizeof(long)]);
        var watch = new WatchSpec
        {
            Silence = TimeSpan.FromHours(1), BandwidthShare = 0.65, Pace = 0.65, Memory = 0.99, StragglerFactor = 0,
        };
        using Process runner = GuardedCommand.Start(
            directory, GuardedCommand.Stage([Environment.ProcessPath!, .. ChildArguments(counter)], watch, null));
        try
        {
            using var file = MemoryMappedFile.CreateFromFile(counter, FileMode.Open, null, sizeof(long));
            using MemoryMappedViewAccessor view = file.CreateViewAccessor();
            while (view.ReadInt64(0) < 1000)
            {
                Thread.Sleep(10);
            }

            Report([.. Enumerable.Range(0, Blocks).Select(_ => LossOfBlock(runner.Id, view))]);
        }
        finally
        {
            GuardedCommand.Signal(runner.Id, "CONT");
            runner.Kill(entireProcessTree: true);
            runner.WaitForExit();
        }
    }

    private static string[] ChildArguments(string counter)
    {
        bool hosted = Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet";
        return hosted ? [typeof(VictimTrial).Assembly.Location, "victim-child", counter] : ["victim-child", counter];
    }

    private static double LossOfBlock(int runner, MemoryMappedViewAccessor view)
    {
        double with = 0;
        double without = 0;
        for (int pair = 0; pair < PairsOfBlock; pair++)
        {
            // Which kind comes first changes from pair to pair, so that a drift weighs on both.
            for (int half = 0; half < 2; half++)
            {
                bool isGuarded = (pair + half) % 2 == 0;
                GuardedCommand.Signal(runner, isGuarded ? "CONT" : "STOP");
                Thread.Sleep(isGuarded ? TimeSpan.Zero : s_settle);
                double rate = RateOfWindow(view);
                with += isGuarded ? rate : 0;
                without += isGuarded ? 0 : rate;
            }
        }

        return (without - with) / without * 100;
    }

    private static double RateOfWindow(MemoryMappedViewAccessor view)
    {
        long begin = Stopwatch.GetTimestamp();
        long pieces = view.ReadInt64(0);
        Thread.Sleep(s_window);
        return (view.ReadInt64(0) - pieces) / Stopwatch.GetElapsedTime(begin).TotalSeconds;
    }

    private static void Report(List<double> losses)
    {
        double mean = losses.Average();
        double deviation = Math.Sqrt(losses.Sum(loss => (loss - mean) * (loss - mean)) / (losses.Count - 1));

        // Student's t for 8 degrees of freedom at 95 %.
        double half = 2.306 * deviation / Math.Sqrt(losses.Count);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"guard-victim-loss: {losses.Count} blocks of {PairsOfBlock} pairs of windows, mean {mean:F2} %, 95 % confidence {mean - half:F2} .. {mean + half:F2} %, blocks {string.Join(' ', losses.Select(l => l.ToString("F2", CultureInfo.InvariantCulture)))}"));
        Bar.Print("guard-victim-loss-percent", Bar.Median(losses), "%", ("confidence-low", mean - half), ("confidence-high", mean + half), ("bar", 1));
    }
}
