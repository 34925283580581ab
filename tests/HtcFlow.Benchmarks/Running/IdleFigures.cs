using System.Diagnostics;

namespace HtcFlow.Benchmarks.Running;

/// <summary>What the runner takes while its command computes and nothing is to be shipped, with every guard on.</summary>
internal static class IdleFigures
{
    // Two minutes hold several bandwidth probes and a hundred questions to the metadata service.
    private static readonly TimeSpan s_settle = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_span = TimeSpan.FromSeconds(120);

    public static void Print(string scratch)
    {
        using Process runner = Start(scratch);
        try
        {
            Thread.Sleep(s_settle);
            var resident = new List<double>();
            runner.Refresh();
            TimeSpan before = runner.TotalProcessorTime;
            long begin = Stopwatch.GetTimestamp();
            while (Stopwatch.GetElapsedTime(begin) < s_span)
            {
                Thread.Sleep(1000);
                runner.Refresh();
                resident.Add(runner.WorkingSet64 / 1e6);
            }

            double percent = 100 * (runner.TotalProcessorTime - before) / Stopwatch.GetElapsedTime(begin);
            Bar.Print("runner-idle-mb", Bar.Median(resident), "MB");
            Bar.Print("runner-idle-core-percent", percent, "%");
        }
        finally
        {
            runner.Kill(entireProcessTree: true);
            runner.WaitForExit();
        }
    }

    private static Process Start(string scratch)
    {
        var start = new ProcessStartInfo(
            Whole.Runner,
            [
                "--store", Path.Combine(scratch, "idle"), "--output", "*.dat", "--checkpoint", "state-*", "--checkpoint-signal", "USR1",
                "--silence", "1h", "--walltime", "2h", "--bandwidth", "1%", "--memory", "99%", "--spot", "on", "--", "sleep", "3600",
            ])
        { UseShellExecute = false };
        start.Environment["HTCFLOW_SCRATCH"] = scratch;
        start.Environment["AWS_EC2_METADATA_SERVICE_ENDPOINT"] = "http://127.0.0.1:9"; // nobody answers: the worst case of asking
        return Process.Start(start)!;
    }
}
