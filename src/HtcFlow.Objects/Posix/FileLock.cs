using System.Runtime.InteropServices;

namespace HtcFlow.Objects.Posix;

/// <summary>An exclusive lock between processes and threads; the kernel frees it when its holder dies.</summary>
internal sealed class FileLock : IDisposable
{
    /// <summary>Time between two looks: far below the time that a download takes.</summary>
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(20);

    private readonly string _path;
    private int _fd;

    private FileLock(string path, int fd)
    {
        _path = path;
        _fd = fd;
    }

    /// <summary>Takes the lock, waiting for whoever holds it.</summary>
    public static async Task<FileLock> TakeAsync(string path, CancellationToken cancellationToken)
    {
        FileLock? held = new(path, OpenFile(path));
        try
        {
            while (Libc.Lock(held._fd, Libc.LockExclusiveNow) != 0)
            {
                int error = Marshal.GetLastPInvokeError();
                if (error is Errno.NoLck or Errno.OpNotSupp or Errno.NoSys or Errno.Inval)
                {
                    // A file system without locks: the work is done twice at worst, each with its own temporary file.
                    break;
                }

                if (error is not (Errno.Again or Errno.Intr))
                {
                    throw PosixFault.Of(error, "lock file", path);
                }

                await Task.Delay(s_pause, TimeProvider.System, cancellationToken);
            }

            FileLock result = held;
            held = null;
            return result;
        }
        finally
        {
            held?.Dispose();
        }
    }

    /// <summary>Removes the file; only once there is nothing left to do that the lock protects.</summary>
    public void Remove() => _ = Libc.Unlink(_path);

    /// <summary>Gives the lock back.</summary>
    public void Dispose()
    {
        if (_fd >= 0)
        {
            _ = Libc.Close(_fd);
            _fd = -1;
        }
    }

    private static int OpenFile(string path)
    {
        const uint Permissions = 0x1B6; // 0666, less the umask
        int fd = Libc.Open(path, Libc.ReadWrite | Libc.Create, Permissions);
        if (fd < 0 && Marshal.GetLastPInvokeError() == Errno.NoEnt)
        {
            DirectoryPath.Make(path[..path.LastIndexOf('/')], "lock file", path);
            fd = Libc.Open(path, Libc.ReadWrite | Libc.Create, Permissions);
        }

        return fd >= 0 ? fd : throw PosixFault.Last("lock file", path);
    }
}
