using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace HtcFlow.Engine.Homes;

/// <summary>Locks of an open file (fcntl(2), Linux 3.15), which can be asked about without being taken.</summary>
/// <remarks>Not flock(2): .NET takes that one itself whenever it opens a file, so a reader would collide with the holder.</remarks>
internal static partial class NativeLock
{
    // F_OFD_GETLK, F_OFD_SETLK, F_WRLCK and F_UNLCK of asm-generic/fcntl.h.
    private const int Get = 36;
    private const int Set = 37;
    private const short Write = 1;
    private const short None = 2;

    /// <summary>Takes the lock for the open file, which needs to be writable; false when another open file has it.</summary>
    public static bool TryLock(SafeFileHandle file) => Call(file, Set, Write, out _) == 0;

    /// <summary>Gives the lock up. Closing alone would not do it at once: a child that is being forked has the open file too, until it executes.</summary>
    public static void Unlock(SafeFileHandle file) => _ = Call(file, Set, None, out _);

    /// <summary>Whether another open file has the lock.</summary>
    public static bool IsLocked(SafeFileHandle file) => Call(file, Get, Write, out short type) == 0 && type != None;

    private static int Call(SafeFileHandle file, int command, short wanted, out short type)
    {
        var range = new FileRange { Type = wanted };
        bool added = false;
        try
        {
            file.DangerousAddRef(ref added);
            int code = Control((int)file.DangerousGetHandle(), command, ref range);
            type = range.Type;
            return code;
        }
        finally
        {
            if (added)
            {
                file.DangerousRelease();
            }
        }
    }

    [LibraryImport("libc", EntryPoint = "fcntl")]
    private static partial int Control(int descriptor, int command, ref FileRange range);

    // struct flock on 64-bit Linux; a length of 0 means the whole file, and the process must be 0.
    [StructLayout(LayoutKind.Sequential)]
    private struct FileRange
    {
        public short Type;
        public short Whence;
        public long Start;
        public long Length;
        public int Process;
    }
}
