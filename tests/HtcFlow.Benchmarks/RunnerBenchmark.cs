using HtcFlow.Benchmarks.Guarding;
using HtcFlow.Benchmarks.Running;

namespace HtcFlow.Benchmarks;

/// <summary>What the runner costs the command that it runs, and how soon it acts.</summary>
internal static class RunnerBenchmark
{
    public static int Run()
    {
        string scratch = Directory.CreateTempSubdirectory("htcflow-bench-").FullName;
        try
        {
            StartFigures.Print(scratch);
            IdleFigures.Print(scratch);
            SpotTrial.Run(scratch);
            VictimTrial.Run(scratch);
            return 0;
        }
        finally
        {
            Directory.Delete(scratch, recursive: true);
        }
    }
}
