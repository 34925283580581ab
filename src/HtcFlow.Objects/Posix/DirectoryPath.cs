using System.Runtime.InteropServices;

namespace HtcFlow.Objects.Posix;

/// <summary>Makes and unmakes directories.</summary>
internal static class DirectoryPath
{
    /// <summary>Makes a directory and its parents; those that exist are no error.</summary>
    public static void Make(string directory, string operation, string subject)
    {
        const uint Permissions = 0x1FF; // 0777, less the umask
        if (directory.Length == 0 || Libc.MakeDirectory(directory, Permissions) == 0)
        {
            return;
        }

        int error = Marshal.GetLastPInvokeError();
        if (error == Errno.NoEnt)
        {
            Make(directory[..Math.Max(0, directory.LastIndexOf('/'))], operation, subject);
            error = Libc.MakeDirectory(directory, Permissions) == 0 ? 0 : Marshal.GetLastPInvokeError();
        }

        // ENOENT a second time: somebody removed an empty parent meanwhile; the caller finds out and comes again.
        if (error is not (0 or Errno.Exist or Errno.NoEnt))
        {
            throw PosixFault.Of(error, operation, subject);
        }
    }

    /// <summary>Removes a directory when it is empty, then its parents likewise, up to but without <paramref name="root"/>.</summary>
    public static void RemoveEmpty(string directory, string root)
    {
        while (directory.Length > root.Length && Libc.RemoveDirectory(directory) == 0)
        {
            directory = directory[..directory.LastIndexOf('/')];
        }
    }
}
