using System.Runtime.InteropServices;

namespace HtcFlow.Backends.Local.Native;

/// <summary>Starts processes with posix_spawn: each leads a session of its own, with default signals and nothing inherited unasked.</summary>
/// <remarks>One thread. The C library forks with shared memory, so the cost does not grow with this process.</remarks>
internal sealed unsafe class Spawner : IDisposable
{
    /// <summary>Descriptor under which a child finds its lock.</summary>
    internal const int LockDescriptor = 3;

    // posix_spawnattr_t is 336 bytes in glibc and in musl, posix_spawn_file_actions_t 80, sigset_t 128, on 64 bits.
    private const int RoomBytes = 512;

    // POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSID
    private const short Flags = 0x04 | 0x08 | 0x80;

    // glibc 2.34 and later; without it a child also inherits what this process was itself given unasked.
    private static readonly delegate* unmanaged<void*, int, int> s_addCloseFrom =
        NativeLibrary.TryGetExport(NativeLibrary.GetMainProgramHandle(), "posix_spawn_file_actions_addclosefrom_np", out nint address)
            ? (delegate* unmanaged<void*, int, int>)address
            : null;

    private readonly int _null;
    private void* _attributes;

    internal Spawner()
    {
        _null = Descriptor.Open("/dev/null", LibC.ReadOnly);
        _attributes = NativeMemory.AllocZeroed(RoomBytes);
        byte* set = stackalloc byte[RoomBytes];
        // .NET ignores SIGPIPE and handles others; an ignored signal would stay ignored across exec.
        _ = LibC.AttributesInit(_attributes);
        _ = LibC.SignalSetFill(set);
        _ = LibC.AttributesSetDefaultSignals(_attributes, set);
        _ = LibC.SignalSetEmpty(set);
        _ = LibC.AttributesSetSignalMask(_attributes, set);
        _ = LibC.AttributesSetFlags(_attributes, Flags);
    }

    /// <summary>Starts a program; its pid, or the negative error number.</summary>
    /// <param name="path">Program; no search path, no shell.</param>
    /// <param name="arguments">Arguments, the program's name first.</param>
    /// <param name="environment">Whole environment.</param>
    /// <param name="output">Descriptor for standard output and error.</param>
    /// <param name="held">Descriptor that the child gets as <see cref="LockDescriptor"/>; -1 for none.</param>
    internal int Start(string path, NativeStrings arguments, NativeStrings environment, int output, int held)
    {
        byte* actions = stackalloc byte[RoomBytes];
        _ = LibC.ActionsInit(actions);
        try
        {
            int error = LibC.ActionsAddDuplicate(actions, _null, 0);
            error = error != 0 ? error : LibC.ActionsAddDuplicate(actions, output, 1);
            error = error != 0 ? error : LibC.ActionsAddDuplicate(actions, output, 2);
            error = error != 0 || held < 0 ? error : LibC.ActionsAddDuplicate(actions, held, LockDescriptor);
            if (error == 0 && s_addCloseFrom != null)
            {
                error = s_addCloseFrom(actions, held < 0 ? LockDescriptor : LockDescriptor + 1);
            }

            int pid = 0;
            error = error != 0
                ? error
                : LibC.Spawn(out pid, path, actions, _attributes, arguments.Pointers, environment.Pointers);
            return error != 0 ? -error : pid;
        }
        finally
        {
            _ = LibC.ActionsDestroy(actions);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_attributes != null)
        {
            _ = LibC.AttributesDestroy(_attributes);
            NativeMemory.Free(_attributes);
            _attributes = null;
            _ = LibC.Close(_null);
        }
    }
}
