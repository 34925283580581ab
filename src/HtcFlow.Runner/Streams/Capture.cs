using System.Text;
using HtcFlow.Runner.Kernel;

namespace HtcFlow.Runner.Streams;

/// <summary>Keeps the beginning and the end of what a command prints, in a file that never grows beyond a limit.</summary>
/// <remarks>The second half of the file is a ring, which is put in order at the end. The file is made with the first byte. Used by one
/// thread at a time.</remarks>
internal sealed unsafe class Capture
{
    private const int OwnerOnly = 0x180; // 0600

    private readonly long _headBytes;
    private readonly long _tailBytes;
    private string _path = "";
    private int _file = -1;
    private long _seen;
    private long _kept;
    private int _error;

    /// <summary>Creates a capture.</summary>
    /// <param name="limit">Most that is kept, bytes; a half of it at either end, but less than 1 GiB at the end.</param>
    public Capture(long limit)
    {
        _tailBytes = Math.Min(limit / 2, 1 << 30);
        _headBytes = limit - _tailBytes;
    }

    /// <summary>Begins a new command's stream.</summary>
    /// <param name="path">File that will hold it.</param>
    public void Begin(string path)
    {
        Close();
        _path = path;
        _seen = 0;
        _kept = 0;
        _error = 0;
    }

    /// <summary>Takes what was printed.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            bool isHead = _seen < _headBytes;
            long room = isHead ? _headBytes - _seen : _tailBytes - ((_seen - _headBytes) % Math.Max(_tailBytes, 1));
            int part = (int)Math.Min(bytes.Length, Math.Max(room, 0));
            if (part == 0)
            {
                _seen += bytes.Length; // nothing is to be kept at all
                return;
            }

            Write(bytes[..part], isHead ? _seen : _headBytes + ((_seen - _headBytes) % _tailBytes));
            _seen += part;
            bytes = bytes[part..];
        }
    }

    /// <summary>Puts the file in order and closes it; the gap is told in the text itself.</summary>
    public void Finish()
    {
        if (_file >= 0 && _error != 0)
        {
            Add(_kept, $"\n[htcflow: {_seen - _kept} bytes from here on were lost: {Errno.Text(_error)}]\n", []);
        }
        else if (_file >= 0 && _seen > _headBytes + _tailBytes)
        {
            long left = _seen - _headBytes - _tailBytes;
            Add(_headBytes, $"\n[htcflow: {left} bytes in the middle were left out]\n", Tail());
        }

        Close();
    }

    private byte[] Tail()
    {
        byte[] tail = new byte[_tailBytes];
        int oldest = _tailBytes == 0 ? 0 : (int)((_seen - _headBytes) % _tailBytes);
        Read(tail.AsSpan(0, tail.Length - oldest), _headBytes + oldest);
        Read(tail.AsSpan(tail.Length - oldest), _headBytes);
        return tail;
    }

    private void Add(long at, string note, ReadOnlySpan<byte> tail)
    {
        byte[] text = Encoding.UTF8.GetBytes(note);
        Write(text, at);
        Write(tail, at + text.Length);
    }

    private void Write(ReadOnlySpan<byte> bytes, long at)
    {
        if (_file < 0 && _error == 0)
        {
            const int Flags = FileCalls.ReadWrite | FileCalls.Create | FileCalls.Truncate | FileCalls.NoFollow | FileCalls.CloseOnExec;
            _file = FileCalls.Open(_path, Flags, OwnerOnly);
            _error = _file < 0 ? Errno.Last : 0;
        }

        while (!bytes.IsEmpty && _error == 0)
        {
            nint written;
            fixed (byte* start = bytes)
            {
                written = FileCalls.WriteAt(_file, start, bytes.Length, at);
            }

            if (written < 0)
            {
                _error = Errno.Last == Errno.Interrupted ? 0 : Errno.Last;
                continue;
            }

            bytes = bytes[(int)written..];
            at += written;
            _kept = Math.Max(_kept, at);
        }
    }

    private void Read(Span<byte> bytes, long at)
    {
        using var handle = new Microsoft.Win32.SafeHandles.SafeFileHandle(_file, ownsHandle: false);
        for (int got; !bytes.IsEmpty && (got = RandomAccess.Read(handle, bytes, at)) > 0; at += got)
        {
            bytes = bytes[got..];
        }
    }

    private void Close()
    {
        if (_file >= 0)
        {
            _ = FileCalls.Close(_file);
            _file = -1;
        }
    }
}
