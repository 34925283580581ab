using System.Runtime.InteropServices;
using HtcFlow.Core.Ports;

namespace HtcFlow.Objects.Posix;

/// <summary>Turns error numbers into faults that say what a person can do.</summary>
internal static class PosixFault
{
    /// <summary>The fault for the error number of this thread's last call.</summary>
    public static FaultException Last(string operation, string subject) =>
        Of(Marshal.GetLastPInvokeError(), operation, subject);

    /// <summary>The fault for an error number.</summary>
    public static FaultException Of(int error, string operation, string subject)
    {
        (FaultKind kind, string detail) = Explain(error);
        return new FaultException(kind, operation, subject, detail);
    }

    private static (FaultKind Kind, string Detail) Explain(int error) => error switch
    {
        Errno.NoEnt => (FaultKind.Gone, "it does not exist"),
        Errno.Acces or Errno.Perm =>
            (FaultKind.Denied, "permission denied; give this user write access to the directory or choose another one"),
        Errno.RoFs => (FaultKind.Denied, "the file system is mounted read-only; choose another directory or remount it"),
        Errno.NoSpc => (FaultKind.Broken, "no space (or no inodes) left on the disk; free some, then resume"),
        Errno.DQuot => (FaultKind.Broken, "your disk quota is used up; free some space or ask for more, then resume"),
        Errno.FBig => (FaultKind.Broken, "the file is larger than the file system or the process limit (ulimit -f) allows"),
        Errno.NotDir => (FaultKind.Broken, "a part of the path is a file where a directory is needed"),
        Errno.IsDir or Errno.NotEmpty => (FaultKind.Broken, "it is a directory where a file is needed"),
        Errno.NameTooLong => (FaultKind.Broken, "a name in the path is longer than the 255 bytes that file systems take"),
        Errno.Loop => (FaultKind.Broken, "symbolic links in the path form a loop"),
        Errno.XDev => (FaultKind.Broken, "its directory belongs to two file systems or quota projects"),
        // Transient although a disk may be dying: a network mount gives EIO on a timeout, and a retry writes a new file.
        Errno.Io => (FaultKind.Transient, "the disk or its network reported an input/output error; if it stays, see dmesg"),
        Errno.Stale => (FaultKind.Transient, "the network file system lost track of the file; it is tried again"),
        Errno.TimedOut => (FaultKind.Transient, "the network file system did not answer in time"),
        Errno.MFile or Errno.NFile => (FaultKind.Transient, "too many open files; raise the limit (ulimit -n)"),
        Errno.NoMem => (FaultKind.Transient, "the kernel is out of memory"),
        Errno.Busy or Errno.Again or Errno.Intr => (FaultKind.Transient, "it is busy; it is tried again"),
        _ => (FaultKind.Broken, Marshal.GetPInvokeErrorMessage(error)),
    };
}
