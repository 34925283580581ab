using System.Buffers.Binary;
using HtcFlow.Core.Facts;

namespace HtcFlow.Core.Snapshots;

/// <summary>Reads the parts that <see cref="SnapshotWriter"/> sealed; anything else is a <see cref="FormatException"/>.</summary>
internal ref struct SnapshotReader
{
    /// <summary>Bytes of a part's checksum.</summary>
    public const int SealBytes = 4;

    private const int HeadBytes = 2;
    private readonly StateSnapshot _snapshot;
    private int _part;

    public SnapshotReader(StateSnapshot snapshot)
    {
        if (!IsWhole(snapshot))
        {
            throw new FormatException("The snapshot is damaged or of another version.");
        }

        _snapshot = snapshot;
        Values = Open(0);
    }

    /// <summary>The values of the present part.</summary>
    public FactReader Values;

    /// <summary>Whether nothing is left.</summary>
    public readonly bool AtEnd => Values.AtEnd && _part == _snapshot.Parts.Count - 1;

    /// <summary>Whether every part is there, unharmed, and of the version that this code writes.</summary>
    public static bool IsWhole(StateSnapshot snapshot)
    {
        for (int p = 0; p < snapshot.Parts.Count; p++)
        {
            ReadOnlySpan<byte> part = snapshot.Parts[p].Span;
            if (part.Length < HeadBytes + SealBytes || part[0] != SnapshotCodec.Version || part[1] != (p == snapshot.Parts.Count - 1 ? 1 : 0)
                || BinaryPrimitives.ReadUInt32LittleEndian(part[^SealBytes..]) != SealOf(snapshot.Sequence, p, part[..^SealBytes]))
            {
                return false;
            }
        }

        return snapshot.Parts.Count > 0;
    }

    public static uint SealOf(long sequence, int position, ReadOnlySpan<byte> part)
    {
        var checksum = new Checksum();
        checksum.Add(sequence);
        checksum.Add(position);
        checksum.Add(part);
        return checksum.Value;
    }

    /// <summary>The next part begins where the present one has ended.</summary>
    public void Break()
    {
        if (Values.AtEnd && _part + 1 < _snapshot.Parts.Count)
        {
            Values = Open(++_part);
        }
    }

    private readonly FactReader Open(int part) => new(_snapshot.Parts[part].Span[HeadBytes..^SealBytes]);
}
