using System.Buffers.Binary;
using System.Numerics;

namespace HtcFlow.Core.Facts;

/// <summary>CRC-32C over numbers and bytes, as it seals what a journal holds.</summary>
public ref struct Checksum()
{
    private uint _crc = uint.MaxValue;

    /// <summary>The checksum of everything that was added.</summary>
    public readonly uint Value => ~_crc;

    /// <summary>Adds a number.</summary>
    public void Add(long number) => _crc = BitOperations.Crc32C(_crc, (ulong)number);

    /// <summary>Adds bytes.</summary>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        uint crc = _crc;
        while (bytes.Length >= 8)
        {
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            bytes = bytes[8..];
        }

        foreach (byte b in bytes)
        {
            crc = BitOperations.Crc32C(crc, b);
        }

        _crc = crc;
    }
}
