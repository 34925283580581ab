using System.Runtime.InteropServices;

namespace HtcFlow.Objects.Frames;

/// <summary>liblz4's <c>LZ4F_preferences_t</c>, unchanged since liblz4 1.8.2 (2018); fields that stay 0 are left out.</summary>
[StructLayout(LayoutKind.Explicit, Size = 56)]
internal readonly struct Lz4Preferences
{
    private const int SmallestBlockId = 4;
    private const int LargestBlockId = 7;

    [FieldOffset(0)]
    private readonly int _blockSizeId;

    [FieldOffset(4)]
    private readonly int _independentBlocks;

    [FieldOffset(8)]
    private readonly int _contentChecksum;

    [FieldOffset(16)]
    private readonly ulong _contentBytes;

    [FieldOffset(28)]
    private readonly int _blockChecksum;

    /// <summary>Makes every update a block of its own, so that liblz4 needs no buffer beside ours.</summary>
    [FieldOffset(36)]
    private readonly uint _autoFlush;

    private Lz4Preferences(int blockSizeId, ulong contentBytes)
    {
        _blockSizeId = blockSizeId;
        _contentBytes = contentBytes;
        _independentBlocks = 1;
        _contentChecksum = 1;
        _blockChecksum = 1;
        _autoFlush = 1;
    }

    /// <summary>Bytes of one block: 64 KiB, 256 KiB, 1 MiB or 4 MiB.</summary>
    public int BlockBytes => BytesOf(_blockSizeId);

    /// <summary>Independent blocks in the smallest size that holds the content, checksums for each block and for the whole.</summary>
    /// <param name="contentBytes">Size of the content, or -1 when it is not known.</param>
    public static Lz4Preferences For(long contentBytes)
    {
        int id = contentBytes < 0 ? LargestBlockId : SmallestBlockId;
        while (id < LargestBlockId && BytesOf(id) < contentBytes)
        {
            id++;
        }

        return new Lz4Preferences(id, (ulong)Math.Max(contentBytes, 0));
    }

    private static int BytesOf(int blockSizeId) => 1 << (8 + (2 * blockSizeId));
}
