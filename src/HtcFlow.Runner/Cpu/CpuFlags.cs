namespace HtcFlow.Runner.Cpu;

/// <summary>Reads what the kernel says of the processors.</summary>
internal static class CpuFlags
{
    /// <summary>The flags that every processor of <c>/proc/cpuinfo</c> has: a mixed machine is only as good as its least.</summary>
    public static HashSet<string> Common(IEnumerable<string> lines)
    {
        HashSet<string>? common = null;
        string last = "";
        foreach (string line in lines)
        {
            int colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon < 0 || !line.AsSpan(0, colon).TrimEnd().SequenceEqual("flags"))
            {
                continue;
            }

            string text = line[(colon + 1)..];
            if (text == last)
            {
                continue; // the same processor once more, as nearly always
            }

            last = text;
            string[] flags = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (common is null)
            {
                common = new HashSet<string>(flags, StringComparer.Ordinal);
            }
            else
            {
                common.IntersectWith(flags);
            }
        }

        return common ?? [];
    }
}
