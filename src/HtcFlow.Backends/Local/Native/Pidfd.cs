namespace HtcFlow.Backends.Local.Native;

/// <summary>Descriptors of processes: readable when the process has ended, and never those of a later process with the same pid.</summary>
internal static class Pidfd
{
    /// <summary>Opens one; -1 where the process is gone or the kernel (before 5.3) or a sandbox has none.</summary>
    internal static int Open(int pid) => (int)LibC.SystemCall(LibC.PidfdOpen, pid, 0, 0, 0);

    /// <summary>Sends a signal.</summary>
    internal static void Send(int descriptor, int signal) => _ = LibC.SystemCall(LibC.PidfdSendSignal, descriptor, signal, 0, 0);
}
