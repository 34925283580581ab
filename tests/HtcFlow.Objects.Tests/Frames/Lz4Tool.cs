using System.Diagnostics;
using HtcFlow.Testing;

namespace HtcFlow.Objects.Tests.Frames;

/// <summary>The reference command line: what it reads and writes is what a frame is.</summary>
internal static class Lz4Tool
{
    private const string Path = "/usr/bin/lz4";

    public static void SkipWhenMissing() => Assert.SkipUnless(File.Exists(Path), "needs Debian's package lz4");

    /// <summary>Compresses with the given options.</summary>
    public static byte[] Compress(byte[] content, string options) => Run(content, $"-z -q -f {options}");

    /// <summary>Decompresses and verifies; fails the test when lz4 refuses.</summary>
    public static byte[] Decompress(byte[] frames) => Run(frames, "-d -q -f");

    private static byte[] Run(byte[] input, string options)
    {
        SkipWhenMissing();
        using var directory = new TempDirectory();
        File.WriteAllBytes(directory.At("in"), input);
        using var lz4 = Process.Start(Path, [.. options.Split(' ', StringSplitOptions.RemoveEmptyEntries), directory.At("in"), directory.At("out")]);
        lz4.WaitForExit();
        Assert.Equal(0, lz4.ExitCode);
        return File.ReadAllBytes(directory.At("out"));
    }
}
