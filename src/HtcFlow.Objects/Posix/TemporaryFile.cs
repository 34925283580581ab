using System.Globalization;
using System.Runtime.InteropServices;
using HtcFlow.Core.Ports;

namespace HtcFlow.Objects.Posix;

/// <summary>A file that is being written beside its final place, under a name that no listing shows.</summary>
/// <remarks>
/// It lies in the target's own directory, not in a central one: a rename within a directory never crosses file systems, quota
/// projects or metadata servers and takes no lock that other directories share. One caller at a time. A writer that is
/// killed leaves the temporary name behind and nothing else.
/// </remarks>
internal sealed class TemporaryFile : IDisposable
{
    /// <summary>How every temporary name begins; it ends in <see cref="Suffix"/>.</summary>
    public const string Prefix = ".htcflow-";

    /// <summary>How every temporary name ends.</summary>
    public const string Suffix = ".tmp";

    /// <summary>How often a directory that vanishes under our hands (emptied by a delete) is made again.</summary>
    /// <remarks>On two busy processors a deleter has been seen to win 32 times in a row; a try takes microseconds.</remarks>
    private const int DirectoryAttempts = 10_000;

    /// <summary>Distinguishes processes, also those of other machines on one network file system.</summary>
    private static readonly string s_process = Guid.NewGuid().ToString("N")[..16];
    private static long s_counter;

    private readonly string _path;
    private readonly string _operation;
    private readonly string _subject;
    private int _fd;
    private bool _named = true;

    private TemporaryFile(string path, int fd, string operation, string subject)
    {
        _path = path;
        _fd = fd;
        _operation = operation;
        _subject = subject;
    }

    /// <summary>Creates an empty temporary file, and its directory when that is missing.</summary>
    /// <param name="directory">Absolute directory of the final place.</param>
    /// <param name="operation">What is being done, for faults.</param>
    /// <param name="subject">On what, for faults.</param>
    public static TemporaryFile Create(string directory, string operation, string subject)
    {
        for (int attempt = 0; ; attempt++)
        {
            string path = string.Create(
                CultureInfo.InvariantCulture, $"{directory}/{Prefix}{s_process}-{Interlocked.Increment(ref s_counter):x}{Suffix}");
            int fd = Libc.Open(path, Libc.WriteOnly | Libc.Create | Libc.Exclusive, 0x1B6 /* 0666, less the umask */);
            if (fd >= 0)
            {
                return new TemporaryFile(path, fd, operation, subject);
            }

            int error = Marshal.GetLastPInvokeError();
            if (attempt == DirectoryAttempts || error is not (Errno.NoEnt or Errno.Exist))
            {
                throw PosixFault.Of(error, operation, subject);
            }

            if (error == Errno.NoEnt)
            {
                DirectoryPath.Make(directory, operation, subject);
            }
        }
    }

    /// <summary>Appends bytes.</summary>
    public unsafe void Write(ReadOnlySpan<byte> bytes)
    {
        fixed (byte* start = bytes)
        {
            nint done = 0;
            while (done < bytes.Length)
            {
                nint written = Libc.Write(_fd, start + done, (nuint)(bytes.Length - done));
                if (written >= 0)
                {
                    done += written;
                }
                else if (Marshal.GetLastPInvokeError() != Errno.Intr)
                {
                    throw PosixFault.Last(_operation, _subject);
                }
            }
        }
    }

    /// <summary>Appends zeros that take no room on the disk; when they are the last, <see cref="EndHere"/> makes them count.</summary>
    public void Skip(long bytes)
    {
        if (Libc.Seek(_fd, bytes, Libc.FromHere) < 0)
        {
            throw PosixFault.Last(_operation, _subject);
        }
    }

    /// <summary>Gives the file the size that it has been written and skipped to.</summary>
    public void EndHere()
    {
        long end = Libc.Seek(_fd, 0, Libc.FromHere);
        if (end < 0 || Libc.SetLength(_fd, end) != 0)
        {
            throw PosixFault.Last(_operation, _subject);
        }
    }

    /// <summary>Brings the content, not the name, to the disk.</summary>
    public void SyncData()
    {
        if (Libc.SyncData(_fd) != 0)
        {
            throw PosixFault.Last(_operation, _subject);
        }
    }

    /// <summary>Sets the permission bits, whatever the umask is.</summary>
    public void SetMode(int permissions)
    {
        if (Libc.SetMode(_fd, (uint)permissions) != 0)
        {
            throw PosixFault.Last(_operation, _subject);
        }
    }

    /// <summary>Gives the file its final name, atomically with all its content.</summary>
    /// <returns>False when something of that name exists and <paramref name="condition"/> forbids to replace it.</returns>
    public bool Publish(string target, PutCondition condition)
    {
        // Closed first: network file systems report a full disk or a used-up quota only then.
        int fd = _fd;
        _fd = -1;
        if (Libc.Close(fd) != 0 && Marshal.GetLastPInvokeError() != Errno.Intr)
        {
            throw PosixFault.Last(_operation, _subject);
        }

        if (condition == PutCondition.IfAbsent)
        {
            return PublishNew(target);
        }

        if (Libc.Rename(_path, target) != 0)
        {
            throw PosixFault.Last(_operation, _subject);
        }

        _named = false;
        return true;
    }

    /// <summary>Closes the file, and removes it when it was not published.</summary>
    public void Dispose()
    {
        if (_fd >= 0)
        {
            _ = Libc.Close(_fd);
            _fd = -1;
        }

        if (_named)
        {
            _named = false;
            _ = Libc.Unlink(_path);
        }
    }

    private bool PublishNew(string target)
    {
        if (Libc.RenameAt(Libc.CurrentDirectory, _path, Libc.CurrentDirectory, target, Libc.NoReplace) == 0)
        {
            _named = false;
            return true;
        }

        int error = Marshal.GetLastPInvokeError();
        if (error is Errno.Inval or Errno.NoSys or Errno.OpNotSupp)
        {
            // NFS and a few others cannot rename without replacing; a hard link is as atomic, and Dispose drops the first name.
            error = Libc.Link(_path, target) == 0 ? 0 : Marshal.GetLastPInvokeError();
            if (error == Errno.Exist && Libc.Status(_path, out FileStatus own) && own.Links == 2)
            {
                // The link was made and its answer lost; the repeated request found its own work.
                error = 0;
            }
        }

        if (error == Errno.Exist)
        {
            return Libc.Status(target, out FileStatus there) && there.IsDirectory
                ? throw PosixFault.Of(Errno.IsDir, _operation, _subject)
                : false;
        }

        return error == 0 ? true : throw PosixFault.Of(error, _operation, _subject);
    }
}
