using HtcFlow.Cli.Output;

namespace HtcFlow.Cli.Machine;

/// <summary>Looks at the processors.</summary>
internal static class ProcessorCheck
{
    // What each level needs beyond the one before; names as the kernel spells them, which hides what it has switched off.
    private static readonly (string Level, string[] Flags)[] s_levels =
    [
        ("avx", ["avx"]),
        ("avx2", ["avx2", "fma", "bmi1", "bmi2", "f16c", "abm", "movbe"]),
        ("avx512", ["avx512f", "avx512bw", "avx512cd", "avx512dq", "avx512vl"]),
    ];

    /// <summary>Processors that tasks can use.</summary>
    public static Finding Cores() => new("cores", Finding.Ok, Amounts.Number(Environment.ProcessorCount), "");

    /// <summary>Highest level of program builds.</summary>
    public static Finding Level()
    {
        string? flags = File.Exists("/proc/cpuinfo")
            ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("flags", StringComparison.Ordinal))
            : null;
        return flags is null
            ? new Finding("cpu level", Finding.Advice, "unknown: /proc/cpuinfo shows no flags; base builds are used", "mount /proc")
            : new Finding("cpu level", Finding.Ok, LevelOf(flags), "");
    }

    /// <summary>Highest level among <c>base</c>, <c>avx</c>, <c>avx2</c>, <c>avx512</c> of a line of flags.</summary>
    public static string LevelOf(string flags)
    {
        HashSet<string> known = [.. flags.Split((char[])[' ', '\t', ':'], StringSplitOptions.RemoveEmptyEntries)];
        string level = "base";
        foreach ((string name, string[] needed) in s_levels)
        {
            if (!needed.All(known.Contains))
            {
                break;
            }

            level = name;
        }

        return level;
    }
}
