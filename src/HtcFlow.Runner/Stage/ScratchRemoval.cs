using System.Buffers.Binary;
using System.Runtime.InteropServices;
using HtcFlow.Runner.Kernel;

namespace HtcFlow.Runner.Stage;

/// <summary>Removes a scratch directory, or what is in it.</summary>
/// <remarks>By the system's own calls: names need not be UTF-8, which .NET's are, directories may have been made unreadable,
/// and nothing that a link points to may be touched.</remarks>
internal static unsafe class ScratchRemoval
{
    private const uint OwnerOnly = 0x1C0; // 0700
    private const int BufferBytes = 32 * 1024;

    // struct linux_dirent64: inode 8, offset 8, record length 2, type 1, name
    private const int LengthAt = 16;
    private const int NameAt = 19;

    /// <summary>Removes a tree; what cannot be removed stays for the next runner, it is not worth failing a task for.</summary>
    public static void Remove(string directory)
    {
        int descriptor = FileCalls.Open(directory, FileCalls.Directory | FileCalls.NoFollow | FileCalls.CloseOnExec, 0);
        if (descriptor >= 0)
        {
            Empty(descriptor, []);
            _ = FileCalls.Close(descriptor);
            _ = FileCalls.RemoveDirectory(directory);
        }
    }

    /// <summary>Removes everything in a directory but one entry.</summary>
    /// <param name="directory">Absolute path.</param>
    /// <param name="kept">Name of what stays.</param>
    public static void Empty(string directory, ReadOnlySpan<byte> kept)
    {
        int descriptor = FileCalls.Open(directory, FileCalls.Directory | FileCalls.NoFollow | FileCalls.CloseOnExec, 0);
        if (descriptor >= 0)
        {
            Empty(descriptor, kept);
            _ = FileCalls.Close(descriptor);
        }
    }

    private static void Empty(int directory, ReadOnlySpan<byte> kept)
    {
        byte[] buffer = new byte[BufferBytes];
        fixed (byte* start = buffer)
        {
            // Removing while reading may skip entries, so it is read again until a whole pass removes nothing.
            bool removed = true;
            while (removed)
            {
                removed = false;
                _ = FileCalls.Seek(directory, 0, 0);
                for (int filled; (filled = (int)FileCalls.ReadDirectory(directory, start, BufferBytes)) > 0;)
                {
                    removed |= RemoveAll(directory, start, filled, kept);
                }
            }
        }
    }

    private static bool RemoveAll(int directory, byte* records, int bytes, ReadOnlySpan<byte> kept)
    {
        bool removed = false;
        for (int at = 0; at < bytes; at += BinaryPrimitives.ReadUInt16LittleEndian(new ReadOnlySpan<byte>(records + at + LengthAt, 2)))
        {
            byte* name = records + at + NameAt;
            ReadOnlySpan<byte> text = MemoryMarshal.CreateReadOnlySpanFromNullTerminated(name);
            bool stays = text is [(byte)'.'] or [(byte)'.', (byte)'.'] || (kept.Length > 0 && text.SequenceEqual(kept));
            removed |= !stays && RemoveEntry(directory, name);
        }

        return removed;
    }

    private static bool RemoveEntry(int directory, byte* name)
    {
        if (FileCalls.UnlinkAt(directory, name, 0) == 0)
        {
            return true;
        }

        const int Flags = FileCalls.ReadOnly | FileCalls.Directory | FileCalls.NoFollow | FileCalls.CloseOnExec;
        int inner = FileCalls.OpenAt(directory, name, Flags, 0);
        if (inner < 0 && Errno.Last == Errno.Denied && FileCalls.ChangeModeAt(directory, name, OwnerOnly, 0) == 0)
        {
            inner = FileCalls.OpenAt(directory, name, Flags, 0);
        }

        if (inner < 0)
        {
            return false;
        }

        _ = FileCalls.ChangeMode(inner, OwnerOnly); // only its owner's permission to write lets a directory be emptied
        Empty(inner, []);
        _ = FileCalls.Close(inner);
        return FileCalls.UnlinkAt(directory, name, FileCalls.OfDirectory) == 0;
    }
}
