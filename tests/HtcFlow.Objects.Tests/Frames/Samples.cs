namespace HtcFlow.Objects.Tests.Frames;

/// <summary>Contents of every kind: sizes around the blocks' borders, compressible, incompressible and mixed.</summary>
internal static class Samples
{
    private const int Block = 4 << 20;

    public static TheoryData<string> Names => ["empty", "one", "text", "noise", "64k-1", "64k", "64k+1", "4m-1", "4m", "4m+1", "9m"];

    public static byte[] Of(string name) => name switch
    {
        "empty" => [],
        "one" => [42],
        "text" => Mixed(100_000, noise: 0),
        "noise" => Mixed(300_000, noise: 100),
        "64k-1" => Mixed(65535, noise: 20),
        "64k" => Mixed(65536, noise: 20),
        "64k+1" => Mixed(65537, noise: 20),
        "4m-1" => Mixed(Block - 1, noise: 30),
        "4m" => Mixed(Block, noise: 30),
        "4m+1" => Mixed(Block + 1, noise: 30),
        "9m" => Mixed(9 << 20, noise: 50),
        _ => throw new ArgumentOutOfRangeException(nameof(name)),
    };

    /// <summary>Runs of 4 KiB, of which a share in percent is random.</summary>
    private static byte[] Mixed(int bytes, int noise)
    {
        var random = new Random(bytes + noise);
        byte[] content = new byte[bytes];
        for (int at = 0; at < bytes; at += 4096)
        {
            Span<byte> run = content.AsSpan(at, Math.Min(4096, bytes - at));
            if (random.Next(100) < noise)
            {
                random.NextBytes(run);
            }
            else
            {
                run.Fill((byte)random.Next(256));
            }
        }

        return content;
    }
}
