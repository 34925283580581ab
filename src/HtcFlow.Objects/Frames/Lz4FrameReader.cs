using System.Buffers;
using System.Buffers.Binary;

namespace HtcFlow.Objects.Frames;

/// <summary>Cuts a stream of LZ4 frames into frames without decompressing them, as long as they are small.</summary>
/// <remarks>Only lengths are read here; whether a frame is sound is for whoever decompresses it. Owner and only caller: one reader.</remarks>
internal sealed class Lz4FrameReader
{
    /// <summary>Largest content of a frame that is taken whole.</summary>
    public const int MostContentBytes = 4 << 20;

    private const uint Magic = 0x184D2204;
    private const int HeaderBytes = 15; // magic 4, flags 2, content size 8, check 1
    private const int ChunkBytes = 64 * 1024;

    private readonly Stream _inner;
    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(ChunkBytes);
    private int _count;

    public Lz4FrameReader(Stream inner) => _inner = inner;

    /// <summary>What was read and belongs to no frame that was given; the next frame when it is not small.</summary>
    public ReadOnlyMemory<byte> Rest => _bytes.AsMemory(0, _count);

    /// <summary>Reads the next frame.</summary>
    /// <returns>The frame, to be returned to the shared pool by the caller; null at the end, or when <see cref="Rest"/> holds the beginning of
    /// something else than a whole small frame.</returns>
    public async ValueTask<SmallFrame?> NextAsync(CancellationToken cancellationToken)
    {
        if (!await HaveAsync(HeaderBytes, cancellationToken) || !IsSmall(_bytes, out int contentBytes, out int blockCheck, out int contentCheck))
        {
            return null;
        }

        int at = HeaderBytes;
        while (true)
        {
            if (!await HaveAsync(at + 4, cancellationToken))
            {
                return null;
            }

            uint size = BinaryPrimitives.ReadUInt32LittleEndian(_bytes.AsSpan(at)) & 0x7FFF_FFFF;
            at += 4;
            if (size == 0)
            {
                break;
            }

            // A block never grows: one that would not fit its content is stored as it is.
            if (size > MostContentBytes || at + size > 2 * MostContentBytes)
            {
                return null;
            }

            at += (int)size + blockCheck;
        }

        at += contentCheck;
        return await HaveAsync(at, cancellationToken) ? Take(at, contentBytes) : null;
    }

    /// <summary>Gives the buffer back.</summary>
    public void Return()
    {
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
        _count = 0;
    }

    private static bool IsSmall(ReadOnlySpan<byte> header, out int contentBytes, out int blockCheck, out int contentCheck)
    {
        const int Version = 0xC0;
        const int OfVersion1 = 0x40;
        const int HasBlockCheck = 0x10;
        const int HasSize = 0x08;
        const int HasContentCheck = 0x04;
        const int HasDictionary = 0x01;
        int flags = header[4];
        long size = BinaryPrimitives.ReadInt64LittleEndian(header[6..]);
        contentBytes = (int)Math.Clamp(size, 0, MostContentBytes);
        blockCheck = (flags & HasBlockCheck) != 0 ? 4 : 0;
        contentCheck = (flags & HasContentCheck) != 0 ? 4 : 0;
        return BinaryPrimitives.ReadUInt32LittleEndian(header) == Magic
            && (flags & (Version | HasSize | HasDictionary)) == (OfVersion1 | HasSize)
            && size == contentBytes;
    }

    /// <summary>Reads on until the buffer holds that many bytes; false when the stream ends before.</summary>
    private async ValueTask<bool> HaveAsync(int bytes, CancellationToken cancellationToken)
    {
        if (bytes > _bytes.Length)
        {
            byte[] larger = ArrayPool<byte>.Shared.Rent(bytes);
            _bytes.AsSpan(0, _count).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = larger;
        }

        while (_count < bytes)
        {
            int count = await _inner.ReadAsync(_bytes.AsMemory(_count), cancellationToken);
            if (count == 0)
            {
                return false;
            }

            _count += count;
        }

        return true;
    }

    /// <summary>Hands the buffer over with the frame in it, and goes on in another one with what came after.</summary>
    private SmallFrame Take(int bytes, int contentBytes)
    {
        byte[] frame = _bytes;
        _bytes = ArrayPool<byte>.Shared.Rent(Math.Max(ChunkBytes, Math.Max(bytes, _count - bytes)));
        frame.AsSpan(bytes, _count - bytes).CopyTo(_bytes);
        _count -= bytes;
        return new SmallFrame(frame, bytes, contentBytes);
    }
}
