using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using HtcFlow.Objects.Posix;
using Microsoft.Win32.SafeHandles;

namespace HtcFlow.Objects.Stores;

/// <summary>The sorted entries of one open directory.</summary>
/// <remarks>
/// Names lie one behind the other in one array, each ending in <c>/</c> for a directory and then a NUL, so that comparing
/// them gives the order of keys and a system call can take them as they are.
/// </remarks>
internal sealed unsafe class DirectoryEntries : IDisposable
{
    /// <summary>Bytes asked of the kernel at once: about a thousand ledger keys.</summary>
    public const int BufferBytes = 64 * 1024;

    // struct linux_dirent64: inode 8, offset 8, record length 2, type 1, name
    private const int LengthAt = 16;
    private const int TypeAt = 18;
    private const int NameAt = 19;

    private const byte TypeUnknown = 0;
    private const byte TypeDirectory = 4;
    private const byte TypeFile = 8;
    private const byte TypeLink = 10;

    private readonly SafeFileHandle _handle;
    private readonly int _fd;
    private readonly string _subject;
    private byte[] _names = ArrayPool<byte>.Shared.Rent(4096);
    private Entry[] _entries = ArrayPool<Entry>.Shared.Rent(64);
    private int _used;
    private int _count;
    private int _current = -1;

    private DirectoryEntries(int fd, string subject)
    {
        _handle = new SafeFileHandle(fd, ownsHandle: true);
        _fd = fd;
        _subject = subject;
    }

    /// <summary>Bytes of the path that leads here, its last slash included.</summary>
    public int PathLength { get; set; }

    /// <summary>Links to directories on the path that leads here.</summary>
    public int Links { get; set; }

    /// <summary>Name of the current entry, a directory's with a slash.</summary>
    public ReadOnlySpan<byte> Name => NameOf(_entries[_current]);

    public bool IsDirectory => _entries[_current].IsDirectory;

    public bool IsLink => _entries[_current].IsLink;

    /// <summary>Opens a directory; null when it is not there (any more) or is none.</summary>
    public static DirectoryEntries? Open(int parent, ReadOnlySpan<byte> nameWithNul, string subject)
    {
        fixed (byte* name = nameWithNul)
        {
            int fd = Libc.OpenAt(parent, name, Libc.ReadOnly | Libc.NonBlock | Libc.CloseOnExec, 0);
            if (fd >= 0)
            {
                return new DirectoryEntries(fd, subject);
            }
        }

        int error = Marshal.GetLastPInvokeError();
        return IsAbsence(error) ? null : throw PosixFault.Of(error, "list objects", subject);
    }

    /// <summary>Opens the current entry, a directory.</summary>
    public DirectoryEntries? OpenCurrent() => Open(_fd, NameWithNul(), _subject);

    /// <summary>Gives the status of the current entry; false when it has vanished.</summary>
    public bool TryStatusOfCurrent(out FileStatus status)
    {
        bool there = Libc.Status(_fd, NameWithNul(), out status);
        return there || (IsAbsence(Marshal.GetLastPInvokeError()) ? false : throw PosixFault.Last("list objects", _subject));
    }

    /// <summary>Reads and sorts the entries that a filter admits; temporary files and things that are no files are left out.</summary>
    public void Read(Span<byte> buffer, NameFilter filter)
    {
        fixed (byte* start = buffer)
        {
            nint filled;
            while ((filled = Libc.ReadDirectory(_fd, start, (nuint)buffer.Length)) > 0)
            {
                ReadRecords(buffer[..(int)filled], filter);
            }

            if (filled < 0 && !IsAbsence(Marshal.GetLastPInvokeError()))
            {
                throw PosixFault.Last("list objects", _subject);
            }
        }

        byte[] names = _names;
        _entries.AsSpan(0, _count).Sort((x, y) => x.Head != y.Head
            ? x.Head.CompareTo(y.Head)
            : names.AsSpan(x.Offset, x.Length).SequenceCompareTo(names.AsSpan(y.Offset, y.Length)));
    }

    public bool MoveNext() => ++_current < _count;

    public void Dispose()
    {
        _handle.Dispose();
        ArrayPool<byte>.Shared.Return(_names);
        ArrayPool<Entry>.Shared.Return(_entries);
        (_names, _entries, _count) = ([], [], 0);
    }

    /// <summary>Gone, or no directory after all.</summary>
    private static bool IsAbsence(int error) => error is Errno.NoEnt or Errno.NotDir;

    private static bool IsTemporary(ReadOnlySpan<byte> name) => name.StartsWith(".htcflow-"u8) && name.EndsWith(".tmp"u8);

    private void ReadRecords(ReadOnlySpan<byte> records, NameFilter filter)
    {
        while (records.Length > 0)
        {
            ReadOnlySpan<byte> name = records[NameAt..];
            name = name[..name.IndexOf((byte)0)];
            byte type = records[TypeAt];
            records = records[BinaryPrimitives.ReadUInt16LittleEndian(records[LengthAt..])..];
            if (!name.SequenceEqual("."u8) && !name.SequenceEqual(".."u8) && !IsTemporary(name))
            {
                Add(name, type, filter);
            }
        }
    }

    private void Add(ReadOnlySpan<byte> name, byte type, NameFilter filter)
    {
        if (_names.Length < _used + name.Length + 2)
        {
            Grow(ref _names, _used, (_used + name.Length) * 2);
        }

        name.CopyTo(_names.AsSpan(_used));
        _names[_used + name.Length] = 0;
        bool isDirectory = type == TypeDirectory;
        if (type is TypeUnknown or TypeLink)
        {
            // Some file systems do not tell types in the directory, and a link has to be followed to know.
            Libc.Status(_fd, _names.AsSpan(_used), out FileStatus status);
            isDirectory = status.IsDirectory;
            type = status.IsRegular ? TypeFile : type;
        }

        int length = name.Length;
        if (isDirectory)
        {
            _names[_used + length++] = (byte)'/';
        }

        if ((!isDirectory && type != TypeFile) || !filter(_names.AsSpan(_used, length)))
        {
            return;
        }

        _names[_used + length] = 0;
        if (_count == _entries.Length)
        {
            Grow(ref _entries, _count, _count * 2);
        }

        _entries[_count++] = new Entry(HeadOf(_names.AsSpan(_used, length)), _used, length, isDirectory, type == TypeLink);
        _used += length + 1;
    }

    /// <summary>The first 8 bytes as a number: most comparisons end here.</summary>
    private static ulong HeadOf(ReadOnlySpan<byte> name)
    {
        if (name.Length >= sizeof(ulong))
        {
            return BinaryPrimitives.ReadUInt64BigEndian(name);
        }

        Span<byte> padded = stackalloc byte[sizeof(ulong)];
        padded.Clear();
        name.CopyTo(padded);
        return BinaryPrimitives.ReadUInt64BigEndian(padded);
    }

    private static void Grow<T>(ref T[] array, int used, int wanted)
    {
        T[] larger = ArrayPool<T>.Shared.Rent(wanted);
        array.AsSpan(0, used).CopyTo(larger);
        ArrayPool<T>.Shared.Return(array);
        array = larger;
    }

    private ReadOnlySpan<byte> NameOf(Entry entry) => _names.AsSpan(entry.Offset, entry.Length);

    private ReadOnlySpan<byte> NameWithNul() => _names.AsSpan(_entries[_current].Offset, _entries[_current].Length + 1);

    private readonly record struct Entry(ulong Head, int Offset, int Length, bool IsDirectory, bool IsLink);
}
