using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace HtcFlow.Objects.Posix;

/// <summary>Reads a file; its failures are faults with the file's name.</summary>
internal sealed class PosixReader : Stream
{
    private readonly SafeFileHandle _handle;
    private readonly string _operation;
    private readonly string _subject;

    private PosixReader(SafeFileHandle handle, long length, string operation, string subject)
    {
        _handle = handle;
        Length = length;
        _operation = operation;
        _subject = subject;
    }

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    /// <summary>Size when it was opened.</summary>
    public override long Length { get; }

    public override long Position { get; set; }

    /// <summary>Opens a regular file; null when there is none of that name.</summary>
    public static PosixReader? Open(string path, string operation, string subject)
    {
        int fd = Libc.Open(path, Libc.ReadOnly | Libc.NonBlock);
        if (fd < 0)
        {
            int error = Marshal.GetLastPInvokeError();
            return error is Errno.NoEnt or Errno.NotDir ? null : throw PosixFault.Of(error, operation, subject);
        }

        var handle = new SafeFileHandle(fd, ownsHandle: true);
        if (Libc.Status(fd, out FileStatus status) && status.IsRegular)
        {
            return new PosixReader(handle, status.Bytes, operation, subject);
        }

        handle.Dispose();
        return null;
    }

    /// <summary>Reads until the buffer is full or the file ends.</summary>
    public int ReadToFill(Span<byte> buffer)
    {
        int filled = 0;
        int count;
        do
        {
            count = Read(buffer[filled..]);
            filled += count;
        }
        while (count > 0 && filled < buffer.Length);
        return filled;
    }

    public override unsafe int Read(Span<byte> buffer)
    {
        bool referenced = false;
        try
        {
            _handle.DangerousAddRef(ref referenced);
            fixed (byte* start = buffer)
            {
                nint count;
                do
                {
                    count = Libc.ReadAt((int)_handle.DangerousGetHandle(), start, (nuint)buffer.Length, Position);
                }
                while (count < 0 && Marshal.GetLastPInvokeError() == Errno.Intr);

                Position += Math.Max(count, 0);
                return count >= 0 ? (int)count : throw PosixFault.Last(_operation, _subject);
            }
        }
        finally
        {
            if (referenced)
            {
                _handle.DangerousRelease();
            }
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <summary>Reads on a pool thread: a cold disk must not hold up the caller.</summary>
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        new(Task.Run(() => Read(buffer.Span), cancellationToken));

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override long Seek(long offset, SeekOrigin origin) => Position = offset + origin switch
    {
        SeekOrigin.Begin => 0,
        SeekOrigin.Current => Position,
        _ => Length,
    };

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        _handle.Dispose();
        base.Dispose(disposing);
    }
}
