using System.Runtime.InteropServices;

namespace HtcFlow.Objects.Frames;

/// <summary>Owns a decompression context of liblz4.</summary>
internal sealed class Lz4DecompressionHandle : SafeHandle
{
    public Lz4DecompressionHandle(string subject)
        : base(0, ownsHandle: true)
    {
        Lz4Library.Prepare();
        Lz4Library.Check(Lz4Native.CreateDecompression(out nint context, Lz4Native.Version), "start decompression", subject);
        SetHandle(context);
    }

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        _ = Lz4Native.FreeDecompression(handle);
        return true;
    }
}
