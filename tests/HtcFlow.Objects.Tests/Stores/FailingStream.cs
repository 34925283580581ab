using HtcFlow.Objects.Frames;

namespace HtcFlow.Objects.Tests.Stores;

/// <summary>Gives zeros, then fails: the source of a put that is torn.</summary>
internal sealed class FailingStream(long bytes) : ReadOnlyStream
{
    private long _left = bytes;

    public override int Read(Span<byte> buffer)
    {
        int count = (int)Math.Min(_left, buffer.Length);
        _left -= count;
        buffer[..count].Clear();
        return count > 0 ? count : throw new IOException("the source is gone");
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await Task.Yield();
        return Read(buffer.Span);
    }
}
