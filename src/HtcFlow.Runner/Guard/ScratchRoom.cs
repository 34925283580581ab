using HtcFlow.Runner.Kernel;

namespace HtcFlow.Runner.Guard;

/// <summary>Room of a file system.</summary>
/// <param name="FreeBytes">What this user can still write.</param>
/// <param name="TotalBytes">That and what is used; blocks that are set apart for others are neither.</param>
internal readonly record struct ScratchRoom(long FreeBytes, long TotalBytes)
{
    // Members of struct statvfs: f_bsize, f_frsize, f_blocks, f_bfree, f_bavail.
    private const int FragmentBytes = 1;
    private const int Blocks = 2;
    private const int Free = 3;
    private const int Available = 4;
    private const int Words = 32;

    /// <summary>Asks the kernel; null when it does not say.</summary>
    public static unsafe ScratchRoom? Of(string directory)
    {
        ulong* words = stackalloc ulong[Words];
        return MemoryCalls.FileSystem(directory, words) == 0 && words[Blocks] > 0
            ? new ScratchRoom((long)(words[Available] * words[FragmentBytes]), (long)((words[Blocks] - words[Free] + words[Available]) * words[FragmentBytes]))
            : null;
    }
}
