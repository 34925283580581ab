using System.Diagnostics;

namespace HtcFlow.Benchmarks.MillionCore;

/// <summary>Processor time and memory of this process, from the kernel.</summary>
internal static class ProcessorTime
{
    /// <summary>Processor time of all threads since the process began, the garbage collector's and the compiler's included.</summary>
    public static TimeSpan Used
    {
        get
        {
            using var self = Process.GetCurrentProcess();
            return self.TotalProcessorTime;
        }
    }

    /// <summary>Largest resident set so far, in bytes.</summary>
    public static long PeakResidentBytes => StatusKibibytes("VmHWM:") * 1024;

    /// <summary>Resident set now, in bytes.</summary>
    public static long ResidentBytes => StatusKibibytes("VmRSS:") * 1024;

    private static long StatusKibibytes(string name)
    {
        string line = File.ReadLines("/proc/self/status").First(l => l.StartsWith(name, StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], System.Globalization.CultureInfo.InvariantCulture);
    }
}
