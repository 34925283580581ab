using System.Buffers;
using HtcFlow.Core.Ports;

namespace HtcFlow.Objects.Frames;

/// <summary>Reads LZ4 frames from a stream and gives their content; concatenated and skippable frames included.</summary>
/// <remarks>Every checksum in the frames is verified. Owner and only caller: one reader.</remarks>
public sealed class Lz4Decoder : ReadOnlyStream
{
    private const int InputBytes = 64 * 1024;

    private readonly Stream _inner;
    private readonly bool _leaveOpen;
    private readonly string _subject;
    private readonly Lz4DecompressionHandle _context;
    private byte[] _input = ArrayPool<byte>.Shared.Rent(InputBytes);
    private int _inputStart;
    private int _inputEnd;
    private long _inputTotal;

    /// <summary>Bytes that liblz4 would like next; 0 between frames.</summary>
    private nuint _wanted;

    /// <summary>Whether liblz4 may hold content that did not fit the caller's last buffer.</summary>
    private bool _mayHoldOutput;

    private FaultException? _fault;

    /// <summary>Begins to read.</summary>
    /// <param name="inner">Frames, read from the current position to the end.</param>
    /// <param name="leaveOpen">Whether <paramref name="inner"/> stays open when this stream is disposed.</param>
    /// <param name="subject">What is being decompressed, for faults.</param>
    /// <exception cref="FaultException">Broken: liblz4 is not installed.</exception>
    public Lz4Decoder(Stream inner, bool leaveOpen = false, string subject = "stream")
    {
        ArgumentNullException.ThrowIfNull(inner);
        _inner = inner;
        _leaveOpen = leaveOpen;
        _subject = subject;
        _context = new Lz4DecompressionHandle(subject);
    }

    /// <inheritdoc/>
    /// <exception cref="FaultException">Broken: the frames are damaged or end too early.</exception>
    public override int Read(Span<byte> buffer)
    {
        while (buffer.Length > 0)
        {
            if (TryDecode(buffer, out int given))
            {
                return given;
            }

            if (!Accept(_inner.Read(_input)))
            {
                return 0;
            }
        }

        return 0;
    }

    /// <inheritdoc/>
    /// <exception cref="FaultException">Broken: the frames are damaged or end too early.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (buffer.Length > 0)
        {
            if (TryDecode(buffer.Span, out int given))
            {
                return given;
            }

            if (!Accept(await _inner.ReadAsync(_input, cancellationToken)))
            {
                return 0;
            }
        }

        return 0;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing && _input.Length > 0)
        {
            _context.Dispose();
            ArrayPool<byte>.Shared.Return(_input);
            _input = [];
            if (!_leaveOpen)
            {
                _inner.Dispose();
            }
        }

        base.Dispose(disposing);
    }

    /// <summary>Takes what was read from the inner stream; false at its proper end.</summary>
    private bool Accept(int count)
    {
        _inputStart = 0;
        _inputEnd = count;
        _inputTotal += count;
        return count > 0 || (_wanted == 0 && _inputTotal > 0 ? false : throw Fail("the LZ4 frame ends too early"));
    }

    /// <summary>Decodes until there is content to give or more input is needed (false).</summary>
    private unsafe bool TryDecode(Span<byte> buffer, out int given)
    {
        ObjectDisposedException.ThrowIf(_input.Length == 0, this);
        if (_fault is not null)
        {
            throw _fault;
        }

        while (_inputStart < _inputEnd || _mayHoldOutput)
        {
            var targetBytes = (nuint)buffer.Length;
            var sourceBytes = (nuint)(_inputEnd - _inputStart);
            nuint code;
            fixed (byte* target = buffer)
            fixed (byte* source = _input)
            {
                code = Lz4Native.Decompress(_context, target, ref targetBytes, source + _inputStart, ref sourceBytes, null);
            }

            _wanted = Lz4Native.IsError(code) == 0 ? code : throw Fail(Explain(code));
            _inputStart += (int)sourceBytes;
            _mayHoldOutput = targetBytes == (nuint)buffer.Length && _wanted != 0;
            if (targetBytes > 0)
            {
                given = (int)targetBytes;
                return true;
            }

            if (sourceBytes == 0 && _inputStart < _inputEnd && _wanted != 0)
            {
                throw Fail("the LZ4 frame is damaged (no progress)");
            }
        }

        given = 0;
        return false;
    }

    private static string Explain(nuint code) => $"the LZ4 frame is damaged ({Lz4Library.NameOf(code)})";

    /// <summary>Remembers the fault: liblz4's context is useless after an error, so every later read fails alike.</summary>
    private FaultException Fail(string detail) => _fault = new FaultException(FaultKind.Broken, "decompress", _subject, detail);
}
