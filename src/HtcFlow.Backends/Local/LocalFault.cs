using System.Runtime.InteropServices;
using HtcFlow.Backends.Local.Native;
using HtcFlow.Core.Ports;

namespace HtcFlow.Backends.Local;

/// <summary>Turns what this machine refused into faults that say what to do.</summary>
internal static class LocalFault
{
    /// <summary>The fault for an error number.</summary>
    internal static FaultException Of(int error, string operation, string subject)
    {
        (FaultKind kind, string advice) = error switch
        {
            Errno.NoSpace or Errno.QuotaExceeded => (FaultKind.Broken, "free some space there or choose another directory"),
            Errno.ReadOnlySystem => (FaultKind.Broken, "choose a directory on a writable file system"),
            Errno.Exists or Errno.NotDirectory or Errno.NameTooLong =>
                (FaultKind.Broken, "a file is in the way or the path is too long; choose another directory"),
            Errno.AccessDenied or Errno.NotPermitted => (FaultKind.Denied, "give this user access or choose another directory"),
            Errno.NoEntry => (FaultKind.Broken, "it was removed while in use, or a file is in the way; start again, or choose another directory"),
            _ => (FaultKind.Transient, "it is tried again"),
        };
        return new FaultException(kind, operation, subject, $"{Marshal.GetPInvokeErrorMessage(error)}; {advice}");
    }

    /// <summary>The fault for a runner that does not start.</summary>
    internal static FaultException OfSpawn(int error, string runner)
    {
        (FaultKind kind, string detail) = error switch
        {
            Errno.NoEntry when File.Exists(runner) =>
                (FaultKind.Broken, "the file is there, but the interpreter or loader that it names is not; build it for this machine"),
            Errno.NoEntry => (FaultKind.Broken, "there is no such file; build it or set the runner's path"),
            Errno.NotExecutable => (FaultKind.Broken, "this machine cannot run it (another architecture, or not a program); build it for this one"),
            Errno.AccessDenied or Errno.NotPermitted =>
                (FaultKind.Denied, "it may not be executed; chmod +x it, and check that its file system is not mounted noexec"),
            Errno.ArgumentsTooLong => (FaultKind.Broken, "its environment is too long for this kernel; shorten this process's own"),
            _ => (FaultKind.Transient, Marshal.GetPInvokeErrorMessage(error) + "; it is tried again"),
        };
        return new FaultException(kind, "start runner", runner, detail);
    }

    /// <summary>Does something with files; what the file system refuses becomes a fault.</summary>
    internal static T Guard<T>(string operation, string subject, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (UnauthorizedAccessException e)
        {
            throw Of(Errno.AccessDenied, operation, subject, e);
        }
        catch (Exception e) when (e is DirectoryNotFoundException or FileNotFoundException)
        {
            throw Of(Errno.NoEntry, operation, subject, e);
        }
        catch (IOException e)
        {
            // On Linux .NET leaves the plain error number in HResult where it has no better word.
            throw Of(e.HResult is > 0 and < 4096 ? e.HResult : 0, operation, subject, e);
        }
    }

    private static FaultException Of(int error, string operation, string subject, Exception cause)
    {
        FaultException fault = Of(error, operation, subject);
        return new FaultException(fault.Kind, operation, subject, error == 0 ? cause.Message : fault.Detail, cause);
    }
}
