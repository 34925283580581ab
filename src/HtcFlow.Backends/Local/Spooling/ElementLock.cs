using System.Buffers.Text;
using System.Runtime.InteropServices;
using HtcFlow.Backends.Local.Native;

namespace HtcFlow.Backends.Local.Spooling;

/// <summary>The file whose lock says that an element runs, and which names the runner's pid.</summary>
/// <remarks>
/// A lock of flock(2) belongs to the open file description, which the runner inherits: it is held from before the runner
/// exists until after its last instruction, whatever becomes of this process in between.
/// </remarks>
internal static class ElementLock
{
    /// <summary>What the lock of an element says.</summary>
    internal enum Found
    {
        /// <summary>There is no such file.</summary>
        Nothing,

        /// <summary>Nobody holds it: the runner has ended.</summary>
        Free,

        /// <summary>The runner lives.</summary>
        Held,
    }

    /// <summary>Makes and takes the lock; its descriptor, or the negative error number (EAGAIN: somebody holds it).</summary>
    internal static int Take(string path)
    {
        int descriptor = Descriptor.Open(path, LibC.ReadWrite | LibC.Create, 0x180); // 0600
        if (descriptor < 0 || LibC.Flock(descriptor, LibC.LockExclusive | LibC.LockNonBlocking) == 0)
        {
            return descriptor;
        }

        int error = Marshal.GetLastPInvokeError();
        _ = LibC.Close(descriptor);
        return -error;
    }

    /// <summary>Looks at a lock without changing anything.</summary>
    /// <param name="path">Lock file.</param>
    /// <param name="pid">The runner's pid; 0 as long as it has not written it.</param>
    internal static Found Probe(string path, out int pid)
    {
        pid = 0;
        int descriptor = Descriptor.Open(path, LibC.ReadOnly);
        if (descriptor < 0)
        {
            return Found.Nothing;
        }

        Span<byte> text = stackalloc byte[32];
        int length = Descriptor.ReadFully(descriptor, text);
        // The line end is part of the message: without it the number may be torn.
        int end = length > 0 ? text[..length].IndexOf((byte)'\n') : -1;
        _ = end > 0 && Utf8Parser.TryParse(text[..end], out pid, out int used) && used == end;
        bool isFree = LibC.Flock(descriptor, LibC.LockExclusive | LibC.LockNonBlocking) == 0;
        _ = LibC.Close(descriptor);
        return isFree ? Found.Free : Found.Held;
    }
}
