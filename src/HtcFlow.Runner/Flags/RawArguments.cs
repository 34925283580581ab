using HtcFlow.Runner.Spawn;

namespace HtcFlow.Runner.Flags;

/// <summary>The command line as it was given: the runtime's decoding replaces what is not UTF-8.</summary>
internal static class RawArguments
{
    /// <summary>Gives the arguments; those that are not UTF-8 as <see cref="RawText"/>.</summary>
    public static IReadOnlyList<string> Read(string[] decoded)
    {
        return decoded.Any(static a => a.Contains('\uFFFD', StringComparison.Ordinal)) ? Of(File.ReadAllBytes("/proc/self/cmdline"), decoded) : decoded;
    }

    /// <summary>Picks the last arguments of a command line, which begins with the program and whatever started it.</summary>
    /// <param name="line">All arguments, a zero after each.</param>
    /// <param name="decoded">The arguments as the runtime gives them.</param>
    public static IReadOnlyList<string> Of(ReadOnlySpan<byte> line, string[] decoded)
    {
        var all = new List<string>();
        while (!line.IsEmpty)
        {
            int end = line.IndexOf((byte)0);
            end = end < 0 ? line.Length : end;
            all.Add(RawText.Decode(line[..end]));
            line = line[Math.Min(end + 1, line.Length)..];
        }

        return all.Count >= decoded.Length ? all[^decoded.Length..] : decoded;
    }
}
