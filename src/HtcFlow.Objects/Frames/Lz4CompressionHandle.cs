using System.Runtime.InteropServices;

namespace HtcFlow.Objects.Frames;

/// <summary>Owns a compression context of liblz4.</summary>
internal sealed class Lz4CompressionHandle : SafeHandle
{
    public Lz4CompressionHandle(string subject)
        : base(0, ownsHandle: true)
    {
        Lz4Library.Prepare();
        Lz4Library.Check(Lz4Native.CreateCompression(out nint context, Lz4Native.Version), "start compression", subject);
        SetHandle(context);
    }

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        _ = Lz4Native.FreeCompression(handle);
        return true;
    }
}
