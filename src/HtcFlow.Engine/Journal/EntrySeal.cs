using System.Buffers.Binary;
using HtcFlow.Core.Facts;

namespace HtcFlow.Engine.Journal;

/// <summary>Seals an entry with a CRC-32C over its number, time and bytes, so that a flipped bit or a swapped row is noticed.</summary>
internal static class EntrySeal
{
    /// <summary>Bytes that a seal adds.</summary>
    public const int SealBytes = 4;

    /// <summary>Appends the seal to the bytes of a fact.</summary>
    public static byte[] Close(long sequence, long at, ReadOnlySpan<byte> fact)
    {
        byte[] body = new byte[fact.Length + SealBytes];
        fact.CopyTo(body);
        BinaryPrimitives.WriteUInt32LittleEndian(body.AsSpan(fact.Length), Crc(sequence, at, fact));
        return body;
    }

    /// <summary>Checks the seal; false when anything differs from what was written.</summary>
    public static bool Open(long sequence, long at, ReadOnlySpan<byte> body, out ReadOnlySpan<byte> fact)
    {
        fact = body.Length < SealBytes ? default : body[..^SealBytes];
        return body.Length > SealBytes
            && BinaryPrimitives.ReadUInt32LittleEndian(body[^SealBytes..]) == Crc(sequence, at, fact);
    }

    private static uint Crc(long sequence, long at, ReadOnlySpan<byte> fact)
    {
        var checksum = new Checksum();
        checksum.Add(sequence);
        checksum.Add(at);
        checksum.Add(fact);
        return checksum.Value;
    }
}
