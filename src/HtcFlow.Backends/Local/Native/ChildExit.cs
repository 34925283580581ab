using System.Runtime.InteropServices;
using HtcFlow.Core.Wire;

namespace HtcFlow.Backends.Local.Native;

/// <summary>How a child of this process ended.</summary>
/// <param name="Exit">Exit code, or 128 + signal.</param>
/// <param name="Signal">Signal that killed it; 0 when it exited.</param>
internal readonly record struct ChildExit(int Exit, int Signal)
{
    // siginfo_t on 64 bits: si_code is the third 32-bit word, si_pid the fifth, si_status the seventh.
    private const int Words = 32;
    private const int CodeWord = 2;
    private const int PidWord = 4;
    private const int StatusWord = 6;
    private const int CodeExited = 1;

    /// <summary>Looks whether a child has ended and leaves it a zombie, so that its pid stays taken; null while it runs.</summary>
    /// <param name="pid">A child.</param>
    /// <param name="isChild">False when the pid is none of this process's children (any more).</param>
    internal static unsafe ChildExit? Peek(int pid, out bool isChild)
    {
        int* information = stackalloc int[Words];
        new Span<int>(information, Words).Clear();
        isChild = WaitRetrying(pid, information, LibC.WaitExited | LibC.WaitNoHang | LibC.WaitNoReap) == 0;
        if (!isChild || information[PidWord] == 0)
        {
            return null;
        }

        int status = information[StatusWord];
        return information[CodeWord] == CodeExited ? new ChildExit(status, 0) : new ChildExit(ExitCode.SignalBase + status, status);
    }

    /// <summary>Takes the zombie away; from here on its pid may be given to anybody.</summary>
    internal static unsafe void Reap(int pid)
    {
        int* information = stackalloc int[Words];
        _ = WaitRetrying(pid, information, LibC.WaitExited | LibC.WaitNoHang);
    }

    private static unsafe int WaitRetrying(int pid, int* information, int options)
    {
        int result;
        do
        {
            result = LibC.WaitId(LibC.WaitPid, pid, information, options);
        }
        while (result < 0 && Marshal.GetLastPInvokeError() == Errno.Interrupted);
        return result;
    }
}
