using System.Runtime.InteropServices;

namespace HtcFlow.Backends.Simulated.Metering;

/// <summary>CPU time of the calling thread: unlike elapsed time it does not count what other processes of a busy machine take.</summary>
internal static unsafe partial class ThreadClock
{
    private const int ThreadCpuTime = 3; // CLOCK_THREAD_CPUTIME_ID of Linux
    private const long NanosecondsPerTick = 100;

    /// <summary>Time so far.</summary>
    internal static TimeSpan Now
    {
        get
        {
            long* time = stackalloc long[2]; // struct timespec of a 64-bit system: seconds, nanoseconds
            return GetTime(ThreadCpuTime, time) == 0
                ? TimeSpan.FromTicks((time[0] * TimeSpan.TicksPerSecond) + (time[1] / NanosecondsPerTick))
                : TimeSpan.Zero;
        }
    }

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int GetTime(int clock, long* time);
}
