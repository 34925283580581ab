using HtcFlow.Benchmarks.Journals;
using HtcFlow.Benchmarks.MillionCore;

namespace HtcFlow.Benchmarks;

/// <summary>The engine: a million cores on a laptop, what a task costs, what a journal holds and how fast.</summary>
internal static class EngineBenchmark
{
    public static int Run()
    {
        ReplayBenchmark.Replay();
        ReplayBenchmark.Growth();
        return JournalBenchmark.Run();
    }
}
