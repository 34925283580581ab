using System.Buffers;
using System.Security.Cryptography;
using HtcFlow.Core.Ports;

namespace HtcFlow.Objects.Frames;

/// <summary>Reads a large raw content of known size and gives it as a row of LZ4 frames, compressed on several processors at once.</summary>
/// <remarks>
/// Each frame holds <see cref="PartBytes"/> of content, its size and its checksums, and needs no other one, so that reading them back is
/// parallel too; <c>lz4 -d</c> reads them one after the other as one file. Owner and only caller: one reader. It holds at most one part more
/// than it uses processors, each with its raw and its compressed form: 9 MiB on two processors, 15 MiB at most.
/// </remarks>
public sealed class Lz4ParallelEncoder : ReadOnlyStream
{
    /// <summary>Content of a frame: two milliseconds' work, so that handing it over costs nothing and waiting for the last one little.</summary>
    public const int PartBytes = 1 << 20;

    private const int MostProcessors = 4;

    private readonly Stream _inner;
    private readonly long _contentBytes;
    private readonly bool _leaveOpen;
    private readonly string _subject;
    private readonly int _mostAhead;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly Queue<Task<Part>> _ahead = new();
    private readonly Stack<Part> _spare = new();
    private Part? _current;
    private int _given;
    private bool _isRead;
    private bool _isDisposed;
    private string _sha256 = "";

    /// <summary>Begins a row of frames.</summary>
    /// <param name="inner">Raw content, read from its current position to its end.</param>
    /// <param name="contentBytes">Its size, which must be right.</param>
    /// <param name="leaveOpen">Whether <paramref name="inner"/> stays open when this stream is disposed.</param>
    /// <param name="subject">What is being compressed, for faults.</param>
    /// <param name="processors">How many to use; as many as there are, 4 at most, when it is 0.</param>
    /// <exception cref="FaultException">Broken: liblz4 is not installed.</exception>
    public Lz4ParallelEncoder(Stream inner, long contentBytes, bool leaveOpen = false, string subject = "stream", int processors = 0)
    {
        ArgumentNullException.ThrowIfNull(inner);
        ArgumentOutOfRangeException.ThrowIfNegative(contentBytes);
        ArgumentOutOfRangeException.ThrowIfNegative(processors);
        _inner = inner;
        _contentBytes = contentBytes;
        _leaveOpen = leaveOpen;
        _subject = subject;
        _mostAhead = Math.Min(processors == 0 ? Environment.ProcessorCount : processors, MostProcessors);
    }

    /// <summary>Raw bytes read so far.</summary>
    public long RawBytes { get; private set; }

    /// <summary>Bytes of frames given so far.</summary>
    public long FrameBytes { get; private set; }

    /// <summary>SHA-256 of the raw content, lower-case hexadecimal.</summary>
    /// <exception cref="InvalidOperationException">The frames have not been read to their end.</exception>
    public string Sha256 => _sha256.Length > 0 ? _sha256 : throw new InvalidOperationException("The last frame has not ended yet.");

    /// <inheritdoc/>
    /// <exception cref="FaultException">Transient: the content is not as long as was said; it changed while it was read.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        while (_current is null || _given == _current.FrameBytes)
        {
            await ReadAheadAsync(cancellationToken);
            if (!_ahead.TryDequeue(out Task<Part>? next))
            {
                return 0;
            }

            if (_current is not null)
            {
                _spare.Push(_current);
                _current = null;
            }

            _current = await next;
            _given = 0;
        }

        int count = Math.Min(buffer.Length, _current.FrameBytes - _given);
        _current.Frame.AsSpan(_given, count).CopyTo(buffer.Span);
        _given += count;
        FrameBytes += count;
        return count;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing && !_isDisposed)
        {
            _isDisposed = true;
            _hash.Dispose();
            foreach (Part part in _spare)
            {
                part.Return();
            }

            _current?.Return();

            // What is still being compressed belongs to its task: it is left to the collector rather than waited for.
            foreach (Task<Part> task in _ahead)
            {
                if (task.IsCompletedSuccessfully)
                {
                    task.Result.Return();
                }
            }

            _ahead.Clear();
            if (!_leaveOpen)
            {
                _inner.Dispose();
            }
        }

        base.Dispose(disposing);
    }

    private async ValueTask ReadAheadAsync(CancellationToken cancellationToken)
    {
        while (!_isRead && _ahead.Count < _mostAhead)
        {
            Part part = _spare.TryPop(out Part? spare) ? spare : new Part();
            int filled = await _inner.ReadAtLeastAsync(part.Raw.AsMemory(0, PartBytes), PartBytes, throwOnEndOfStream: false, cancellationToken);
            RawBytes += filled;
            _isRead = filled < PartBytes || RawBytes == _contentBytes;
            if (RawBytes > _contentBytes || (_isRead && RawBytes != _contentBytes) || (_isRead && !await HasEndedAsync(cancellationToken)))
            {
                throw new FaultException(
                    FaultKind.Transient, "compress", _subject, $"it was {_contentBytes} bytes long and changed while it was read");
            }

            // Hashed here, since a hash cannot be made of parts, while other processors compress.
            _hash.AppendData(part.Raw, 0, filled);
            _sha256 = _isRead ? Convert.ToHexStringLower(_hash.GetHashAndReset()) : "";
            _ahead.Enqueue(Task.Run(() => part.Compress(filled, _subject), CancellationToken.None));
        }
    }

    private async ValueTask<bool> HasEndedAsync(CancellationToken cancellationToken) =>
        await _inner.ReadAsync(new byte[1], cancellationToken) == 0;

    /// <summary>A part on its way: raw, then as a frame.</summary>
    private sealed class Part
    {
        public byte[] Raw { get; } = ArrayPool<byte>.Shared.Rent(PartBytes);

        public byte[] Frame { get; } = ArrayPool<byte>.Shared.Rent(Lz4Frame.MaxBytes(PartBytes));

        public int FrameBytes { get; private set; }

        public Part Compress(int rawBytes, string subject)
        {
            FrameBytes = Lz4Frame.Compress(Raw.AsSpan(0, rawBytes), Frame, subject);
            return this;
        }

        public void Return()
        {
            ArrayPool<byte>.Shared.Return(Raw);
            ArrayPool<byte>.Shared.Return(Frame);
        }
    }
}
