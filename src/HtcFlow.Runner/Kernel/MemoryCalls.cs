using System.Runtime.InteropServices;

namespace HtcFlow.Runner.Kernel;

/// <summary>System calls on memory, processors and file systems that .NET does not offer; each returns -1 and sets errno on failure.</summary>
internal static unsafe partial class MemoryCalls
{
    public const int Readable = 1;
    public const int Writable = 2;
    public const int Private = 2;
    public const int Anonymous = 0x20;
    public const int AdviseDontNeed = 4;
    public const int AdviseHugePages = 14;
    public const int AdvisePopulateWrite = 23;
    public const int ThreadClock = 3;
    public const int MostArenas = -8;

    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    public static partial nint Map(nint address, nuint length, int protection, int flags, int descriptor, long offset);

    [LibraryImport("libc", EntryPoint = "munmap", SetLastError = true)]
    public static partial int Unmap(nint address, nuint length);

    /// <summary>Sets an option of the C library's allocator; 0 on failure.</summary>
    [LibraryImport("libc", EntryPoint = "mallopt")]
    public static partial int SetAllocator(int option, int value);

    [LibraryImport("libc", EntryPoint = "madvise", SetLastError = true)]
    public static partial int Advise(nint address, nuint length, int advice);

    [LibraryImport("libc", EntryPoint = "clock_gettime", SetLastError = true)]
    public static partial int Clock(int clock, long* secondsAndNanoseconds);

    [LibraryImport("libc", EntryPoint = "sched_getcpu", SetLastError = true)]
    public static partial int Processor();

    [LibraryImport("libc", EntryPoint = "sched_getaffinity", SetLastError = true)]
    public static partial int GetAffinity(int thread, nuint length, ulong* mask);

    [LibraryImport("libc", EntryPoint = "sched_setaffinity", SetLastError = true)]
    public static partial int SetAffinity(int thread, nuint length, ulong* mask);

    /// <summary><c>struct statvfs</c> is 112 bytes; the first eleven members are unsigned longs on 64-bit Linux.</summary>
    [LibraryImport("libc", EntryPoint = "statvfs", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int FileSystem(string path, ulong* result);
}
