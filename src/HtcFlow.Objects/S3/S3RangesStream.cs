using HtcFlow.Objects.Frames;

namespace HtcFlow.Objects.S3;

/// <summary>A large object's content in order, fetched in ranges over several connections: one alone is held to a fraction of the line.</summary>
/// <remarks>
/// The first range comes from the reply that told the size, which is then let go. Ranges lie in buffers of a budget that all readers
/// share; where it is used up the next range is read as it comes, so nobody ever waits for another reader. Owner and only caller: one reader.
/// </remarks>
internal sealed class S3RangesStream : ReadOnlyStream
{
    /// <summary>Bytes of a range: long enough that the time to its first byte (some 30 ms) hardly counts at 100 MB/s a connection.</summary>
    public const int RangeBytes = 8 << 20;

    /// <summary>Ranges under way at a time; with that of which is read they fill the budget of parts.</summary>
    private const int Abreast = 3;

    private readonly long _length;
    private readonly BufferBudget _budget;
    private readonly Func<long, long, CancellationToken, Task<Stream>> _open;
    private readonly CancellationTokenSource _end = new();
    private readonly Queue<Task<Range>> _ahead = new();
    private Stream? _direct;
    private long _directEnd = RangeBytes;
    private Range? _current;
    private long _position;
    private long _asked = RangeBytes;

    /// <summary>Reads on from an opened reply.</summary>
    /// <param name="first">The whole object's content, unread.</param>
    /// <param name="length">Its size.</param>
    /// <param name="budget">Memory of ranges.</param>
    /// <param name="open">Opens the object from one byte to another, both included, if it has not been replaced.</param>
    public S3RangesStream(Stream first, long length, BufferBudget budget, Func<long, long, CancellationToken, Task<Stream>> open)
    {
        _direct = first;
        _length = length;
        _budget = budget;
        _open = open;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_position == _length || buffer.Length == 0)
        {
            return 0;
        }

        Ask();
        if (_direct is null && _current is null && _ahead.Count == 0)
        {
            _directEnd = Math.Min(_position + RangeBytes, _length);
            _asked = _directEnd;
            _direct = await _open(_position, _directEnd - 1, cancellationToken);
        }

        int count = _direct is not null
            ? await _direct.ReadAsync(buffer[..(int)Math.Min(buffer.Length, _directEnd - _position)], cancellationToken)
            : await ReadRangeAsync(buffer, cancellationToken);
        _position += count;
        if (_position == _directEnd && _direct is not null)
        {
            await _direct.DisposeAsync();
            _direct = null;
        }

        return count;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && !_end.IsCancellationRequested)
        {
            _end.Cancel();
            _direct?.Dispose();
            _current?.Lease.Dispose();
            foreach (Task<Range> range in _ahead)
            {
                // What is still under way gives its memory back itself, or now that it is cancelled.
                _ = range.ContinueWith(
                    static ended => ended.Result.Lease.Dispose(), CancellationToken.None, TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default);
            }

            _end.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Ask()
    {
        while (_ahead.Count < Abreast && _asked < _length)
        {
            int count = (int)Math.Min(RangeBytes, _length - _asked);
            if (_budget.TryTake(count) is not { } lease)
            {
                return;
            }

            _ahead.Enqueue(FetchAsync(lease, _asked, count, _end.Token));
            _asked += count;
        }
    }

    private async ValueTask<int> ReadRangeAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        if (_current is null)
        {
            _current = await _ahead.Peek().WaitAsync(cancellationToken);
            _ = _ahead.Dequeue();
        }

        int count = _current.Give(buffer.Span);
        if (_current.IsRead)
        {
            _current.Lease.Dispose();
            _current = null;
        }

        return count;
    }

    private async Task<Range> FetchAsync(BufferBudget.Lease lease, long first, int count, CancellationToken cancellationToken)
    {
        bool isComplete = false;
        try
        {
            await using Stream content = await _open(first, first + count - 1, cancellationToken);
            await content.ReadExactlyAsync(lease.Buffer.Memory[..count], cancellationToken);
            isComplete = true;
            return new Range(lease, count);
        }
        finally
        {
            if (!isComplete)
            {
                lease.Dispose();
            }
        }
    }

    private sealed class Range(BufferBudget.Lease lease, int count)
    {
        private int _given;

        public BufferBudget.Lease Lease => lease;

        public bool IsRead => _given == count;

        public int Give(Span<byte> buffer)
        {
            int given = Math.Min(buffer.Length, count - _given);
            lease.Buffer.Memory.Span.Slice(_given, given).CopyTo(buffer);
            _given += given;
            return given;
        }
    }
}
