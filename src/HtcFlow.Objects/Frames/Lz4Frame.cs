using HtcFlow.Core.Ports;

namespace HtcFlow.Objects.Frames;

/// <summary>Compresses a content that lies in memory: what <see cref="Lz4Encoder"/> does, without a context or streams.</summary>
internal static class Lz4Frame
{
    /// <summary>Room that a frame may need.</summary>
    public static unsafe int MaxBytes(int contentBytes)
    {
        Lz4Library.Prepare();
        Lz4Preferences preferences = Lz4Preferences.For(contentBytes);
        return (int)Lz4Native.FrameBound((nuint)contentBytes, &preferences);
    }

    /// <summary>Writes one frame and gives its size.</summary>
    /// <exception cref="FaultException">Broken: liblz4 refuses.</exception>
    public static unsafe int Compress(ReadOnlySpan<byte> content, Span<byte> frame, string subject)
    {
        Lz4Preferences preferences = Lz4Preferences.For(content.Length);
        fixed (byte* source = content)
        fixed (byte* target = frame)
        {
            return (int)Lz4Library.Check(
                Lz4Native.CompressFrame(target, (nuint)frame.Length, source, (nuint)content.Length, &preferences), "compress", subject);
        }
    }
}
