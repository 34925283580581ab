using HtcFlow.Objects.Frames;

namespace HtcFlow.Objects.Tests.Frames;

/// <summary>Runs whole contents through the two streams.</summary>
internal static class Coding
{
    public static byte[] Encode(byte[] content, bool sized = true)
    {
        using var encoder = new Lz4Encoder(new MemoryStream(content), sized ? content.Length : -1);
        return Drain(encoder);
    }

    public static byte[] Decode(byte[] frames, int readBytes = 81920)
    {
        using var decoder = new Lz4Decoder(new MemoryStream(frames));
        return Drain(decoder, readBytes);
    }

    public static byte[] Drain(Stream stream, int readBytes = 81920)
    {
        var copy = new MemoryStream();
        stream.CopyTo(copy, readBytes);
        return copy.ToArray();
    }

    public static async Task<byte[]> DrainAsync(Stream stream)
    {
        var copy = new MemoryStream();
        await stream.CopyToAsync(copy, TestContext.Current.CancellationToken);
        return copy.ToArray();
    }
}
