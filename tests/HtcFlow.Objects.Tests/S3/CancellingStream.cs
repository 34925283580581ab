using HtcFlow.Objects.Frames;

namespace HtcFlow.Objects.Tests.S3;

/// <summary>Cancels the write that reads it when a byte is reached.</summary>
internal sealed class CancellingStream(byte[] content, int at, CancellationTokenSource cancel) : ReadOnlyStream
{
    private readonly OneWayStream _source = new(content);
    private long _read;

    public override int Read(Span<byte> buffer)
    {
        int count = _source.Read(buffer);
        _read += count;
        if (_read >= at)
        {
            cancel.Cancel();
        }

        return count;
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(Read(buffer.Span));
}
