using System.Runtime.InteropServices;

namespace HtcFlow.Objects.Frames;

/// <summary>liblz4's <c>LZ4F_decompressOptions_t</c>; before liblz4 1.9.4 (2022) what stands here was reserved and is not looked at.</summary>
[StructLayout(LayoutKind.Explicit, Size = 16)]
internal struct Lz4DecompressOptions
{
    /// <summary>1 leaves checksums out for the rest of the frame.</summary>
    [FieldOffset(4)]
    public uint SkipChecksums;
}
