using System.Diagnostics;
using System.Globalization;
using System.IO.MemoryMappedFiles;
using HtcFlow.Core.Campaigns;

namespace HtcFlow.Benchmarks.Guarding;

/// <summary>What all guards together take from a memory-bound command.</summary>
/// <remarks>
/// One command runs all the time under one runner, whose process is stopped and continued four times a second: the pieces that the command does are
/// compared between the two kinds of windows, which alternate so fast that neighbours and clocks disturb both alike. A block of 30 s holds 60
/// windows of each kind and one run of the bandwidth probe. The runner's clock goes on while it stands, so that the windows in which it runs get all
/// that it does in twice their time: the loss is what it costs in life, doubled.
/// </remarks>
internal static class VictimTrial
{
    private const int Blocks = 9;
    private const int PairsOfBlock = 60;
    private static readonly TimeSpan s_window = TimeSpan.FromMilliseconds(250);

    public static void Run(string scratch)
    {
        string directory = Path.Combine(scratch, "victim");
        Directory.CreateDirectory(directory);
        string counter = Path.Combine(directory, "counter");
        File.WriteAllBytes(counter, new byte[VictimChild.CounterBytes]);
        var watch = new WatchSpec
        {
            Silence = TimeSpan.FromHours(1),
            BandwidthShare = 0.65,
            Pace = 0.65,
            Memory = 0.99,
            StragglerFactor = 0,
        };
        using Process runner = GuardedCommand.Start(
            directory, GuardedCommand.Stage([Environment.ProcessPath!, .. ChildArguments(counter)], watch, null));
        try
        {
            using var file = MemoryMappedFile.CreateFromFile(counter, FileMode.Open, null, VictimChild.CounterBytes);
            using MemoryMappedViewAccessor view = file.CreateViewAccessor();
            while (view.ReadInt64(0) < 1000)
            {
                Thread.Sleep(10);
            }

            Report([.. Enumerable.Range(0, Blocks).Select(_ => LossOfBlock(runner.Id, view))]);
        }
        finally
        {
            _ = GuardedCommand.Signal(runner.Id, GuardedCommand.Continue);
            runner.Kill(entireProcessTree: true);
            runner.WaitForExit();
        }
    }

    private static string[] ChildArguments(string counter)
    {
        bool hosted = Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet";
        return hosted ? [typeof(VictimTrial).Assembly.Location, "victim-child", counter] : ["victim-child", counter];
    }

    private static (double Wall, double Processor) LossOfBlock(int runner, MemoryMappedViewAccessor view)
    {
        (double Wall, double Processor) with = default;
        (double Wall, double Processor) without = default;
        for (int pair = 0; pair < PairsOfBlock; pair++)
        {
            // Which kind comes first changes from pair to pair, so that a drift weighs on both.
            for (int half = 0; half < 2; half++)
            {
                bool isGuarded = (pair + half) % 2 == 0;
                _ = GuardedCommand.Signal(runner, isGuarded ? GuardedCommand.Continue : GuardedCommand.Stop);
                (double Wall, double Processor) rate = RateOfWindow(view);
                if (isGuarded)
                {
                    with = (with.Wall + rate.Wall, with.Processor + rate.Processor);
                }
                else
                {
                    without = (without.Wall + rate.Wall, without.Processor + rate.Processor);
                }
            }
        }

        return (Loss(without.Wall, with.Wall), Loss(without.Processor, with.Processor));

        static double Loss(double without, double with) => (without - with) / without * 100;
    }

    // Pieces a second of the clock, and a second of the command's own processor time.
    private static (double Wall, double Processor) RateOfWindow(MemoryMappedViewAccessor view)
    {
        long begin = Stopwatch.GetTimestamp();
        (long pieces, long processor) = (view.ReadInt64(0), view.ReadInt64(sizeof(long)));
        Thread.Sleep(s_window);
        double done = view.ReadInt64(0) - pieces;
        return (done / Stopwatch.GetElapsedTime(begin).TotalSeconds, done / Math.Max(1, view.ReadInt64(sizeof(long)) - processor));
    }

    private static void Report(List<(double Wall, double Processor)> losses)
    {
        (double low, double high) = Print("of the clock", [.. losses.Select(loss => loss.Wall)]);
        Print("of its own processor time (memory alone, without waiting for a processor)", [.. losses.Select(loss => loss.Processor)]);
        Bar.Print(
            "guard-victim-loss-percent", Bar.Median(losses.Select(loss => loss.Wall)), "%", ("confidence-low", low), ("confidence-high", high), ("bar", 1));
    }

    private static (double Low, double High) Print(string time, double[] losses)
    {
        double mean = losses.Average();
        double deviation = Math.Sqrt(losses.Sum(loss => (loss - mean) * (loss - mean)) / (losses.Length - 1));

        // Student's t for 8 degrees of freedom at 95 %.
        double half = 2.306 * deviation / Math.Sqrt(losses.Length);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"victim, per second {time}: median {Bar.Median(losses):F2} %, mean {mean:F2} %, 95 % confidence {mean - half:F2} .. {mean + half:F2} % of {losses.Length} blocks of {PairsOfBlock} pairs"));
        return (mean - half, mean + half);
    }
}
