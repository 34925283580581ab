using System.Buffers.Binary;
using HtcFlow.Core.Facts;

namespace HtcFlow.Core.Snapshots;

/// <summary>Cuts a stream of values into sealed parts.</summary>
/// <remarks>A part is one byte of version, one byte that says whether it is the last, the values, and a CRC-32C over these and over the
/// snapshot's number and the part's position, so that parts of two snapshots cannot be mixed.</remarks>
internal sealed class SnapshotWriter(long sequence)
{
    // One value more may follow: a chunk of a ledger takes at most 32 KiB, an open array some hundred kilobytes.
    private const int FullBytes = 1 << 20;
    private readonly List<ReadOnlyMemory<byte>> _parts = [];

    /// <summary>Where the next value goes.</summary>
    public FactWriter Values { get; private set; } = Begin();

    /// <summary>The part may end here; <see cref="SnapshotReader.Break"/> stands at the same places.</summary>
    public void Break()
    {
        if (Values.Written.Length >= FullBytes)
        {
            Seal(isLast: false);
            Values = Begin();
        }
    }

    /// <summary>Ends the last part.</summary>
    public StateSnapshot End()
    {
        Seal(isLast: true);
        return new StateSnapshot(sequence, _parts);
    }

    private static FactWriter Begin()
    {
        var writer = new FactWriter();
        writer.Byte(SnapshotCodec.Version);
        writer.Byte(0);
        return writer;
    }

    private void Seal(bool isLast)
    {
        byte[] part = new byte[Values.Written.Length + SnapshotReader.SealBytes];
        Values.Written.CopyTo(part);
        part[1] = (byte)(isLast ? 1 : 0);
        uint seal = SnapshotReader.SealOf(sequence, _parts.Count, part.AsSpan(0, Values.Written.Length));
        BinaryPrimitives.WriteUInt32LittleEndian(part.AsSpan(Values.Written.Length), seal);
        _parts.Add(part);
    }
}
