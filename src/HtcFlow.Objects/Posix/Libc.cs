using System.Runtime.InteropServices;

namespace HtcFlow.Objects.Posix;

/// <summary>The system calls that System.IO hides or surrounds with more work than a small object can afford.</summary>
/// <remarks>All return -1 and set the thread's last P/Invoke error on failure. Flags are alike on x86-64 and arm64.</remarks>
internal static unsafe partial class Libc
{
    public const int ReadOnly = 0;
    public const int WriteOnly = 1;
    public const int ReadWrite = 2;
    public const int Create = 0x40;
    public const int Exclusive = 0x80;

    /// <summary>Keeps the open of a FIFO that strayed into a store from waiting for a writer; files ignore it.</summary>
    public const int NonBlock = 0x800;
    public const int CloseOnExec = 0x80000;

    public const int CurrentDirectory = -100;
    public const int NoReplace = 1;
    public const int LockExclusiveNow = 2 | 4;

    /// <summary>SEEK_CUR.</summary>
    public const int FromHere = 1;

    private const int EmptyPath = 0x1000;
    private const uint BasicStats = 0x7FF;

    /// <summary>Opens a file; -1 on failure.</summary>
    public static int Open(string path, int flags, uint mode = 0)
    {
        int fd;
        do
        {
            fd = OpenCall(path, flags | CloseOnExec, mode);
        }
        while (fd < 0 && Marshal.GetLastPInvokeError() == Errno.Intr);
        return fd;
    }

    /// <summary>Gives zeroed memory of its own; -1 on failure.</summary>
    public static nint Map(nuint bytes) => MapCall(0, bytes, 1 | 2, 2 | 0x20, -1, 0); // read and write; private and anonymous

    /// <summary>Gives mapped memory back.</summary>
    [LibraryImport("libc", EntryPoint = "munmap")]
    public static partial int Unmap(nint address, nuint bytes);

    [LibraryImport("libc", EntryPoint = "mmap")]
    private static partial nint MapCall(nint address, nuint bytes, int protection, int flags, int fd, long offset);

    /// <summary>Gives the status of an open file.</summary>
    public static bool Status(int fd, out FileStatus status)
    {
        byte empty = 0;
        fixed (FileStatus* result = &status)
        {
            return StatusAt(fd, &empty, EmptyPath, BasicStats, result) == 0;
        }
    }

    /// <summary>Gives the status of what a path leads to, links followed.</summary>
    public static bool Status(string path, out FileStatus status)
    {
        fixed (FileStatus* result = &status)
        {
            return StatusOf(CurrentDirectory, path, 0, BasicStats, result) == 0;
        }
    }

    /// <summary>Gives the status of a name in an open directory, links followed.</summary>
    public static bool Status(int directory, ReadOnlySpan<byte> nameWithNul, out FileStatus status)
    {
        fixed (byte* name = nameWithNul)
        fixed (FileStatus* result = &status)
        {
            return StatusAt(directory, name, 0, BasicStats, result) == 0;
        }
    }

    [LibraryImport("libc", EntryPoint = "openat", SetLastError = true)]
    public static partial int OpenAt(int directory, byte* name, int flags, uint mode);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    public static partial int Close(int fd);

    [LibraryImport("libc", EntryPoint = "pread", SetLastError = true)]
    public static partial nint ReadAt(int fd, byte* buffer, nuint count, long offset);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    public static partial nint Write(int fd, byte* buffer, nuint count);

    [LibraryImport("libc", EntryPoint = "lseek", SetLastError = true)]
    public static partial long Seek(int fd, long offset, int whence);

    [LibraryImport("libc", EntryPoint = "ftruncate", SetLastError = true)]
    public static partial int SetLength(int fd, long bytes);

    [LibraryImport("libc", EntryPoint = "fdatasync", SetLastError = true)]
    public static partial int SyncData(int fd);

    [LibraryImport("libc", EntryPoint = "syncfs", SetLastError = true)]
    public static partial int SyncFileSystem(int fd);

    [LibraryImport("libc", EntryPoint = "fchmod", SetLastError = true)]
    public static partial int SetMode(int fd, uint mode);

    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    public static partial int Lock(int fd, int operation);

    [LibraryImport("libc", EntryPoint = "geteuid")]
    public static partial uint EffectiveUser();

    [LibraryImport("libc", EntryPoint = "getdents64", SetLastError = true)]
    public static partial nint ReadDirectory(int fd, byte* buffer, nuint count);

    [LibraryImport("libc", EntryPoint = "mkdir", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    public static partial int MakeDirectory(string path, uint mode);

    [LibraryImport("libc", EntryPoint = "rmdir", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    public static partial int RemoveDirectory(string path);

    [LibraryImport("libc", EntryPoint = "unlink", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    public static partial int Unlink(string path);

    [LibraryImport("libc", EntryPoint = "link", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    public static partial int Link(string from, string to);

    [LibraryImport("libc", EntryPoint = "rename", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    public static partial int Rename(string from, string to);

    [LibraryImport("libc", EntryPoint = "renameat2", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    public static partial int RenameAt(int fromDirectory, string from, int toDirectory, string to, uint flags);

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int OpenCall(string path, int flags, uint mode);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true)]
    private static partial int StatusAt(int directory, byte* name, int flags, uint mask, FileStatus* status);

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int StatusOf(int directory, string path, int flags, uint mask, FileStatus* status);
}
