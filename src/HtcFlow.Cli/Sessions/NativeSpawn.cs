using System.Runtime.InteropServices;

namespace HtcFlow.Cli.Sessions;

/// <summary>posix_spawn(3) with a session of its own: System.Diagnostics.Process cannot leave the terminal's session.</summary>
internal static partial class NativeSpawn
{
    /// <summary>POSIX_SPAWN_SETSID, glibc 2.26 and musl 1.1.16.</summary>
    public const short SetSession = 0x80;

    /// <summary>WNOHANG.</summary>
    public const int NoHang = 1;

    /// <summary>O_RDONLY.</summary>
    public const int ReadOnly = 0;

    /// <summary>O_WRONLY | O_CREAT | O_APPEND.</summary>
    public const int Append = 0x1 | 0x40 | 0x400;

    /// <summary>Mode 0600: a log may name files that are nobody else's business.</summary>
    public const uint OwnerOnly = 0x180;

    /// <summary>Room for posix_spawnattr_t (336 bytes in glibc) and posix_spawn_file_actions_t (80).</summary>
    public const int OpaqueBytes = 512;

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_init")]
    public static partial int InitAttributes(nint attributes);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setflags")]
    public static partial int SetFlags(nint attributes, short flags);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_destroy")]
    public static partial int DestroyAttributes(nint attributes);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_init")]
    public static partial int InitActions(nint actions);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_addopen", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int AddOpen(nint actions, int descriptor, string path, int flags, uint mode);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_adddup2")]
    public static partial int AddDuplicate(nint actions, int from, int to);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_destroy")]
    public static partial int DestroyActions(nint actions);

    [LibraryImport("libc", EntryPoint = "posix_spawn", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Spawn(out int process, string path, nint actions, nint attributes, nint[] arguments, nint[] environment);

    [LibraryImport("libc", EntryPoint = "waitpid", SetLastError = true)]
    public static partial int Wait(int process, out int status, int options);
}
