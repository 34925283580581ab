using HtcFlow.Objects.Frames;

namespace HtcFlow.Objects.Tests.S3;

/// <summary>Content whose length nobody knows beforehand, given in pieces of odd sizes.</summary>
internal sealed class OneWayStream(byte[] content) : ReadOnlyStream
{
    private const int Piece = 70_001;

    private int _at;

    public override int Read(Span<byte> buffer)
    {
        int count = Math.Min(Math.Min(Piece, buffer.Length), content.Length - _at);
        content.AsSpan(_at, count).CopyTo(buffer);
        _at += count;
        return count;
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(Read(buffer.Span));
}
