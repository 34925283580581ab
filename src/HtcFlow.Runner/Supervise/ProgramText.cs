using System.Globalization;
using HtcFlow.Runner.Kernel;

namespace HtcFlow.Runner.Supervise;

/// <summary>The machine code of this process, which the page cache holds and which counts as this process's memory where it was touched.</summary>
internal static class ProgramText
{
    /// <summary>Lets go of every page of code; what is needed again comes back from the page cache with a minor fault.</summary>
    /// <returns>Bytes of code that this process has mapped.</returns>
    /// <remarks>Only private mappings of files that can be executed and not written: no page of theirs differs from its file (position-independent
    /// code is not relocated), so dropping one loses nothing. Read-only data stays: the linker may have written to it before it was sealed.</remarks>
    public static long LetGo()
    {
        long bytes = 0;
        foreach (string line in KernelFile.Text("/proc/self/maps").Split('\n'))
        {
            // 55d315133000-55d31595f000 r-xp 00019000 fe:00 11698193                   /usr/bin/htcflow-runner
            int dash = line.IndexOf('-');
            int space = line.IndexOf(' ');
            if (dash > 0 && space > dash && line.AsSpan(space).StartsWith(" r-xp ") && line.Contains('/')
                && Number(line.AsSpan(0, dash)) is { } start && Number(line.AsSpan(dash + 1, space - dash - 1)) is { } end
                && MemoryCalls.Advise(start, (nuint)(end - start), MemoryCalls.AdviseDontNeed) == 0)
            {
                bytes += end - start;
            }
        }

        return bytes;
    }

    private static nint? Number(ReadOnlySpan<char> text) =>
        nint.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out nint number) ? number : null;
}
