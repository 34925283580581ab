using System.Diagnostics;
using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace HtcFlow.Benchmarks.Guarding;

/// <summary>A program that does nothing but move memory: <c>a = b + s * c</c> over arrays that no cache holds, on one processor.</summary>
internal static unsafe partial class VictimChild
{
    /// <summary>Bytes of each of the three arrays: together beyond the last-level caches of today's servers (384 MiB; the largest is 260 MiB here).</summary>
    private const long ArrayBytes = 128L << 20;

    // Counted in pieces that take about 30 us, so that short windows can be compared.
    private const long PieceBytes = 256L << 10;

    /// <summary>Bytes of the file: pieces done, then nanoseconds of processor time.</summary>
    public const int CounterBytes = 2 * sizeof(long);

    private const int ThreadClock = 3;

    /// <summary>Runs until it is killed; counts its pieces in a file that others map as well.</summary>
    public static int Run(string counter)
    {
        using Process self = Process.GetCurrentProcess();
        self.ProcessorAffinity = 1;
        using var file = MemoryMappedFile.CreateFromFile(counter, FileMode.Open, null, CounterBytes);
        using MemoryMappedViewAccessor view = file.CreateViewAccessor();
        byte* address = null;
        view.SafeMemoryMappedViewHandle.AcquirePointer(ref address);
        long* time = stackalloc long[2];
        byte* a = Array();
        byte* b = Array();
        byte* c = Array();
        while (true)
        {
            for (long at = 0; at < ArrayBytes; at += PieceBytes)
            {
                Triad((double*)(a + at), (double*)(b + at), (double*)(c + at), PieceBytes / sizeof(double));
                _ = Clock(ThreadClock, time);
                Volatile.Write(ref ((long*)address)[1], (time[0] * 1_000_000_000) + time[1]);
                Volatile.Write(ref *(long*)address, *(long*)address + 1);
            }
        }
    }

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int Clock(int clock, long* secondsAndNanoseconds);

    private static byte* Array()
    {
        byte* array = (byte*)NativeMemory.AlignedAlloc((nuint)ArrayBytes, 4096);
        new Span<double>(array, (int)(ArrayBytes / sizeof(double))).Fill(1.5);
        return array;
    }

    private static void Triad(double* a, double* b, double* c, long count)
    {
        Vector256<double> scale = Vector256.Create(3.0);
        for (long i = 0; i < count; i += Vector256<double>.Count)
        {
            (Vector256.Load(b + i) + (scale * Vector256.Load(c + i))).Store(a + i);
        }
    }
}
