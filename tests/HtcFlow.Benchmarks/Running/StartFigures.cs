using System.Globalization;

namespace HtcFlow.Benchmarks.Running;

/// <summary>How much later a command starts behind the runner than without it, beside tini.</summary>
internal static class StartFigures
{
    private const int Rounds = 60;

    // The command's first act is to read the clock, so what it takes to start itself is the same in all three and is subtracted.
    private static readonly string[] s_command = ["/bin/date", "+%s%N"];

    /// <summary>Measures in turns, so that what else the machine does strikes all alike; the middle of many counts.</summary>
    public static void Print(string scratch)
    {
        var direct = new List<double>();
        var tini = new List<double>();
        var alone = new List<double>();
        var kept = new List<double>();
        for (int round = 0; round < Rounds; round++)
        {
            direct.Add(Milliseconds(s_command[0], [s_command[1]], scratch));
            tini.Add(Milliseconds("tini", ["-s", "--", .. s_command], scratch));
            alone.Add(Milliseconds(Whole.Runner, ["--", .. s_command], scratch));
            kept.Add(Milliseconds(
                Whole.Runner,
                ["--store", Path.Combine(scratch, "store"), "--index", round.ToString(CultureInfo.InvariantCulture), "--output", "*.dat", "--checkpoint", "state", "--walltime", "1h", "--", .. s_command],
                scratch));
        }

        double without = Bar.Median(direct);
        Bar.Print("runner-start-ms", Bar.Median(alone) - without, "ms", ("tini", Bar.Median(tini) - without));
        Bar.Print("runner-start-with-store-ms", Bar.Median(kept) - without, "ms", ("tini", Bar.Median(tini) - without));
    }

    private static double Milliseconds(string program, string[] arguments, string scratch)
    {
        var environment = new Dictionary<string, string> { ["HTCFLOW_SCRATCH"] = scratch, ["HTCFLOW_SPOT"] = "off" };
        long begin = TimeProvider.System.GetUtcNow().Ticks - DateTimeOffset.UnixEpoch.Ticks;
        try
        {
            Whole.Seconds(program, arguments, environment);
        }
        catch (InvalidOperationException e) when (e.Message.Contains("ended with 73", StringComparison.Ordinal))
        {
            // The declared output is not written: this is about starting.
        }

        return (long.Parse(Whole.LastOutput, CultureInfo.InvariantCulture) / 1e6) - (begin / (double)TimeSpan.TicksPerMillisecond);
    }
}
