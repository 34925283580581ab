using System.Buffers;
using System.Security.Cryptography;
using HtcFlow.Core.Ports;

namespace HtcFlow.Objects.Frames;

/// <summary>Reads raw bytes from a stream and gives them as one LZ4 frame that <c>lz4 -d</c> reads.</summary>
/// <remarks>
/// Blocks are independent, of at most 4 MiB, each with a checksum; incompressible ones are stored as they are. The frame
/// ends with a checksum of the content and begins with its size when that is known and not 0. Owner and only caller: one reader.
/// </remarks>
public sealed class Lz4Encoder : ReadOnlyStream
{
    /// <summary>LZ4F_HEADER_SIZE_MAX: magic 4, flags 2, content size 8, dictionary 4, check 1.</summary>
    private const int MaxHeaderBytes = 19;

    private readonly Stream _inner;
    private readonly long _contentBytes;
    private readonly bool _leaveOpen;
    private readonly string _subject;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly Lz4CompressionHandle _context;
    private readonly Lz4Preferences _preferences;
    private readonly int _blockBytes;
    private byte[] _raw;
    private byte[] _frame;
    private int _frameStart;
    private int _frameEnd;
    private bool _ended;
    private string _sha256 = "";

    /// <summary>Begins a frame.</summary>
    /// <param name="inner">Raw content, read from its current position to its end.</param>
    /// <param name="contentBytes">Its size, or -1 when it is not known; a known size goes into the frame and must be right.</param>
    /// <param name="leaveOpen">Whether <paramref name="inner"/> stays open when this stream is disposed.</param>
    /// <param name="subject">What is being compressed, for faults.</param>
    /// <exception cref="FaultException">Broken: liblz4 is not installed.</exception>
    public Lz4Encoder(Stream inner, long contentBytes = -1, bool leaveOpen = false, string subject = "stream")
    {
        ArgumentNullException.ThrowIfNull(inner);
        _inner = inner;
        _contentBytes = contentBytes;
        _leaveOpen = leaveOpen;
        _subject = subject;
        _preferences = Lz4Preferences.For(contentBytes);
        _blockBytes = _preferences.BlockBytes;
        _context = new Lz4CompressionHandle(subject);
        _raw = ArrayPool<byte>.Shared.Rent(_blockBytes);
        _frame = ArrayPool<byte>.Shared.Rent(FrameRoom());
        BeginFrame();
    }

    /// <summary>Raw bytes read so far.</summary>
    public long RawBytes { get; private set; }

    /// <summary>Bytes of the frame given so far.</summary>
    public long FrameBytes { get; private set; }

    /// <summary>SHA-256 of the raw content, lower-case hexadecimal.</summary>
    /// <exception cref="InvalidOperationException">The frame has not been read to its end.</exception>
    public string Sha256 => _sha256.Length > 0 ? _sha256 : throw new InvalidOperationException("The frame has not ended yet.");

    /// <inheritdoc/>
    /// <exception cref="FaultException">Transient: the content is not as long as was said; it changed while it was read.</exception>
    public override int Read(Span<byte> buffer)
    {
        while (_frameStart == _frameEnd && !_ended)
        {
            int filled = 0;
            int count;
            while (filled < _blockBytes && (count = _inner.Read(_raw.AsSpan(filled, _blockBytes - filled))) > 0)
            {
                filled += count;
            }

            Encode(filled);
        }

        return Give(buffer);
    }

    /// <inheritdoc/>
    /// <exception cref="FaultException">Transient: the content is not as long as was said; it changed while it was read.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (_frameStart == _frameEnd && !_ended)
        {
            int filled = 0;
            int count;
            while (filled < _blockBytes
                && (count = await _inner.ReadAsync(_raw.AsMemory(filled, _blockBytes - filled), cancellationToken)) > 0)
            {
                filled += count;
            }

            Encode(filled);
        }

        return Give(buffer.Span);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing && _raw.Length > 0)
        {
            _context.Dispose();
            _hash.Dispose();
            ArrayPool<byte>.Shared.Return(_raw);
            ArrayPool<byte>.Shared.Return(_frame);
            (_raw, _frame, _ended) = ([], [], true);
            _frameStart = _frameEnd = 0;
            if (!_leaveOpen)
            {
                _inner.Dispose();
            }
        }

        base.Dispose(disposing);
    }

    private int Give(Span<byte> buffer)
    {
        ObjectDisposedException.ThrowIf(_raw.Length == 0, this);
        int count = Math.Min(buffer.Length, _frameEnd - _frameStart);
        _frame.AsSpan(_frameStart, count).CopyTo(buffer);
        _frameStart += count;
        FrameBytes += count;
        return count;
    }

    /// <summary>Room for a header, or a block and the end of the frame.</summary>
    private unsafe int FrameRoom()
    {
        fixed (Lz4Preferences* preferences = &_preferences)
        {
            return MaxHeaderBytes + (int)Lz4Native.CompressBound((nuint)_blockBytes, preferences);
        }
    }

    private unsafe void BeginFrame()
    {
        fixed (byte* frame = _frame)
        fixed (Lz4Preferences* preferences = &_preferences)
        {
            _frameEnd = (int)Check(Lz4Native.CompressBegin(_context, frame, (nuint)_frame.Length, preferences));
        }
    }

    /// <summary>Turns the raw block into a block of the frame, and ends the frame when the block is not full.</summary>
    private unsafe void Encode(int filled)
    {
        RawBytes += filled;
        bool last = filled < _blockBytes;
        if (_contentBytes >= 0 && (last ? RawBytes != _contentBytes : RawBytes > _contentBytes))
        {
            throw new FaultException(
                FaultKind.Transient, "compress", _subject, $"it was {_contentBytes} bytes long and changed while it was read");
        }

        _hash.AppendData(_raw, 0, filled);
        _frameStart = 0;
        nuint end = 0;
        fixed (byte* raw = _raw)
        fixed (byte* frame = _frame)
        {
            var room = (nuint)_frame.Length;
            if (filled > 0)
            {
                end = Check(Lz4Native.CompressUpdate(_context, frame, room, raw, (nuint)filled, null));
            }

            if (last)
            {
                end += Check(Lz4Native.CompressEnd(_context, frame + end, room - end, null));
            }
        }

        _frameEnd = (int)end;
        if (last)
        {
            _ended = true;
            _sha256 = Convert.ToHexStringLower(_hash.GetHashAndReset());
        }
    }

    private nuint Check(nuint code) => Lz4Library.Check(code, "compress", _subject);
}
