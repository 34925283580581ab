using System.Buffers;
using System.Collections.Concurrent;
using HtcFlow.Core.Ports;

namespace HtcFlow.Objects.Frames;

/// <summary>Reads LZ4 frames and gives their content, decompressing several small frames at once.</summary>
/// <remarks>
/// What <see cref="Lz4ParallelEncoder"/> wrote is decoded in parallel; from the first frame on that is large or of unknown size it goes on
/// as <see cref="Lz4Decoder"/> does. Every checksum in the frames is verified, unless the reader verifies the content itself. Owner and only caller: one reader. It holds one
/// frame more than it uses processors, each compressed and raw.
/// </remarks>
public sealed class Lz4ParallelDecoder : ReadOnlyStream
{
    private const int MostProcessors = 4;

    private readonly Stream _inner;
    private readonly bool _leaveOpen;
    private readonly string _subject;
    private readonly int _mostAhead;
    private readonly bool _isVerified;
    private readonly Lz4FrameReader _frames;
    private readonly Queue<Task<Part>> _ahead = new();
    private readonly ConcurrentBag<Lz4DecompressionHandle> _contexts = [];
    private Lz4Decoder? _serial;
    private Part _current;
    private int _given;
    private bool _hasFrames;
    private bool _isRead;
    private bool _isDisposed;

    /// <summary>Begins to read.</summary>
    /// <param name="inner">Frames, read from the current position to the end.</param>
    /// <param name="leaveOpen">Whether <paramref name="inner"/> stays open when this stream is disposed.</param>
    /// <param name="subject">What is being decompressed, for faults.</param>
    /// <param name="processors">How many to use; as many as there are, 4 at most, when it is 0.</param>
    /// <param name="isVerified">Whether the reader verifies the content, so that checksums in small frames would be a second opinion.</param>
    public Lz4ParallelDecoder(Stream inner, bool leaveOpen = false, string subject = "stream", int processors = 0, bool isVerified = false)
    {
        ArgumentNullException.ThrowIfNull(inner);
        ArgumentOutOfRangeException.ThrowIfNegative(processors);
        _inner = inner;
        _leaveOpen = leaveOpen;
        _subject = subject;
        _isVerified = isVerified;
        _mostAhead = Math.Min(processors == 0 ? Environment.ProcessorCount : processors, MostProcessors);
        _frames = new Lz4FrameReader(inner);
    }

    /// <inheritdoc/>
    /// <exception cref="FaultException">Broken: the frames are damaged or end too early, or liblz4 is not installed.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        while (buffer.Length > 0)
        {
            if (_given < _current.Length)
            {
                int count = Math.Min(buffer.Length, _current.Length - _given);
                _current.Content.AsSpan(_given, count).CopyTo(buffer.Span);
                _given += count;
                return count;
            }

            _current.Return();
            (_current, _given) = (default, 0);
            await ReadAheadAsync(cancellationToken);
            if (!_ahead.TryPeek(out Task<Part>? next))
            {
                return _serial is null ? 0 : await _serial.ReadAsync(buffer, cancellationToken);
            }

            _current = await next; // a damaged frame stays the first one, so that every later read fails alike
            _ = _ahead.Dequeue();
        }

        return 0;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing && !_isDisposed)
        {
            _isDisposed = true;
            _serial?.Dispose();
            _frames.Return();
            _current.Return();

            // What is still being decompressed belongs to its task, its context as well; the collector takes both.
            foreach (Task<Part> task in _ahead)
            {
                if (task.IsCompletedSuccessfully)
                {
                    task.Result.Return();
                }
            }

            while (_contexts.TryTake(out Lz4DecompressionHandle? context))
            {
                context.Dispose();
            }

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
            SmallFrame? frame = await _frames.NextAsync(cancellationToken);
            if (frame is not null)
            {
                _hasFrames = true;
                _ahead.Enqueue(Task.Run(() => Decode(frame), CancellationToken.None));
                continue;
            }

            _isRead = true;
            if (_frames.Rest.Length > 0 || !_hasFrames)
            {
                var rest = new PrefixedStream(_frames.Rest.ToArray(), _inner);
                _serial = new Lz4Decoder(rest, leaveOpen: true, _subject);
            }
        }
    }

    private unsafe Part Decode(SmallFrame frame)
    {
        byte[] content = ArrayPool<byte>.Shared.Rent(Math.Max(frame.ContentBytes, 1));
        Lz4DecompressionHandle context = _contexts.TryTake(out Lz4DecompressionHandle? spare) ? spare : new Lz4DecompressionHandle(_subject);
        int read = 0;
        int written = 0;
        nuint wanted;
        var options = new Lz4DecompressOptions { SkipChecksums = _isVerified ? 1u : 0u };
        fixed (byte* source = frame.Bytes)
        fixed (byte* target = content)
        {
            nuint room;
            nuint left;
            do
            {
                room = (nuint)(frame.ContentBytes - written);
                left = (nuint)(frame.Length - read);
                wanted = Lz4Library.Check(
                    Lz4Native.Decompress(context, target + written, ref room, source + read, ref left, &options), "decompress", _subject);
                written += (int)room;
                read += (int)left;
            }
            while (wanted != 0 && (room != 0 || left != 0));
        }

        if (wanted != 0 || read != frame.Length || written != frame.ContentBytes)
        {
            throw new FaultException(FaultKind.Broken, "decompress", _subject, "the LZ4 frame is damaged (its size is not what it says)");
        }

        ArrayPool<byte>.Shared.Return(frame.Bytes);
        _contexts.Add(context); // whole frames only: liblz4 is ready for the next one
        return new Part(content, written);
    }

    /// <summary>Content of one frame, in an array of the shared pool.</summary>
    private readonly record struct Part(byte[]? Content, int Length)
    {
        public void Return()
        {
            if (Content is not null)
            {
                ArrayPool<byte>.Shared.Return(Content);
            }
        }
    }
}
