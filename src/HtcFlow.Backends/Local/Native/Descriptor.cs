using System.Runtime.InteropServices;

namespace HtcFlow.Backends.Local.Native;

/// <summary>Opens files whose descriptors no child inherits by accident and none of which takes the place of a standard one.</summary>
internal static class Descriptor
{
    // A child gets 0, 1, 2 and the lock as 3. A descriptor of ours among those numbers would be overwritten
    // before it is duplicated, so ours begin at the next round number.
    private const int Lowest = 10;

    /// <summary>Opens a file, close-on-exec; the negative error number when it cannot.</summary>
    internal static int Open(string path, int flags, uint mode = 0)
    {
        int descriptor;
        do
        {
            descriptor = LibC.Open(path, flags | LibC.CloseOnExec, mode);
        }
        while (descriptor < 0 && Marshal.GetLastPInvokeError() == Errno.Interrupted);
        return descriptor < 0 ? -Marshal.GetLastPInvokeError() : Raise(descriptor);
    }

    /// <summary>Reads from the current position into <paramref name="buffer"/> until it is full or the file ends; -1 on an error.</summary>
    internal static unsafe int ReadFully(int descriptor, Span<byte> buffer)
    {
        int filled = 0;
        fixed (byte* start = buffer)
        {
            while (filled < buffer.Length)
            {
                nint got = LibC.Read(descriptor, start + filled, (nuint)(buffer.Length - filled));
                if (got < 0 && Marshal.GetLastPInvokeError() == Errno.Interrupted)
                {
                    continue;
                }

                if (got <= 0)
                {
                    return got < 0 && filled == 0 ? -1 : filled;
                }

                filled += (int)got;
            }
        }

        return filled;
    }

    /// <summary>Writes all bytes; 0, or the error number.</summary>
    internal static unsafe int WriteFully(int descriptor, ReadOnlySpan<byte> bytes)
    {
        fixed (byte* start = bytes)
        {
            for (int done = 0; done < bytes.Length;)
            {
                nint put = LibC.Write(descriptor, start + done, (nuint)(bytes.Length - done));
                if (put < 0 && Marshal.GetLastPInvokeError() != Errno.Interrupted)
                {
                    return Marshal.GetLastPInvokeError();
                }

                done += (int)Math.Max(put, 0);
            }
        }

        return 0;
    }

    private static int Raise(int descriptor)
    {
        if (descriptor >= Lowest)
        {
            return descriptor;
        }

        int raised = LibC.Fcntl(descriptor, LibC.DuplicateCloseOnExec, Lowest);
        int error = Marshal.GetLastPInvokeError();
        _ = LibC.Close(descriptor);
        return raised < 0 ? -error : raised;
    }
}
