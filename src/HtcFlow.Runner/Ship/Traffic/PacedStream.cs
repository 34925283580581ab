using HtcFlow.Objects.Frames;

namespace HtcFlow.Runner.Ship.Traffic;

/// <summary>Gives what another stream gives, after a wait where the pace demands one.</summary>
/// <param name="inner">Stream.</param>
/// <param name="pace">Pace.</param>
/// <param name="given">Told now and then how many more bytes were read.</param>
internal sealed class PacedStream(Stream inner, UploadPace pace, Action<long> given) : ReadOnlyStream
{
    /// <summary>Bytes between two questions: some 2 ms of compressing and hashing.</summary>
    private const int Stretch = 512 * 1024;

    private int _given;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_given >= Stretch)
        {
            given(_given);
            _given = 0;
            await pace.WaitAsync(cancellationToken);
        }

        int count = await inner.ReadAsync(buffer, cancellationToken);
        _given += count;
        return count;
    }

    public override int Read(Span<byte> buffer) => inner.Read(buffer);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }
}
