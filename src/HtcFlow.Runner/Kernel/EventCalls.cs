using System.Runtime.InteropServices;

namespace HtcFlow.Runner.Kernel;

/// <summary>System calls that wait for events; each returns -1 and sets errno on failure.</summary>
internal static unsafe partial class EventCalls
{
    public const short Readable = 1;
    public const short Writable = 4;
    public const nuint BytesToRead = 0x541B;
    public const int CloseOnExec = 0x80000;
    public const int NonBlocking = 0x800;

    [LibraryImport("libc", EntryPoint = "eventfd", SetLastError = true)]
    public static partial int EventDescriptor(uint initial, int flags);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    public static partial int Poll(PollEntry* entries, nuint count, int milliseconds);

    [LibraryImport("libc", EntryPoint = "pipe2", SetLastError = true)]
    public static partial int MakePipe(int* ends, int flags);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    public static partial int Inquire(int descriptor, nuint request, int* answer);

    [LibraryImport("libc", EntryPoint = "inotify_init1", SetLastError = true)]
    public static partial int WatchInstance(int flags);

    [LibraryImport("libc", EntryPoint = "inotify_add_watch", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int AddWatch(int instance, string path, uint mask);
}
