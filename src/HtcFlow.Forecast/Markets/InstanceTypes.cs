using System.Globalization;
using System.Text.RegularExpressions;

namespace HtcFlow.Forecast.Markets;

/// <summary>What the name of an EC2 instance type says about it.</summary>
public static partial class InstanceTypes
{
    private const long Gibibyte = 1L << 30;

    // "large" has 2 virtual processors, "xlarge" 4, "Nxlarge" 4 N. These have others (EC2 user guide, instance type specifications).
    private static readonly Dictionary<string, int> s_exceptions = new(StringComparer.Ordinal)
    {
        ["c4.8xlarge"] = 36,
        ["d2.8xlarge"] = 36,
    };

    // Old or without hyper-threading: their sizes count differently.
    private static readonly HashSet<string> s_oddFamilies =
        new(["m1", "m2", "c1", "cc1", "cc2", "cg1", "cr1", "hs1", "hi1", "hpc6a", "hpc6id", "hpc7a", "hpc7g"], StringComparer.Ordinal);

    /// <summary>Facts that follow from the name; none when it follows no rule.</summary>
    public static MachineFacts Derive(string type)
    {
        Match match = TypeName().Match(type);
        if (!match.Success || s_oddFamilies.Contains(match.Groups["family"].Value))
        {
            return new MachineFacts();
        }

        int vcpus = s_exceptions.TryGetValue(type, out int known) ? known : VcpusOf(match.Groups["count"].Value, match.Groups["size"].Value);
        int perProcessor = GibibytesPerProcessor(match.Groups["class"].Value, int.Parse(match.Groups["generation"].Value, CultureInfo.InvariantCulture));
        return new MachineFacts { Vcpus = vcpus, MemoryBytes = perProcessor == 0 ? null : perProcessor * vcpus * Gibibyte };
    }

    private static int VcpusOf(string count, string size) => (count, size) switch
    {
        ("", "large") => 2,
        ("", _) => 4,
        _ => 4 * int.Parse(count, CultureInfo.InvariantCulture),
    };

    // From the fifth generation on, compute, general and memory machines have 2, 4 and 8 GiB a processor, or a little more.
    private static int GibibytesPerProcessor(string kind, int generation) => (kind, generation) switch
    {
        ("c", >= 5) => 2,
        ("m", >= 5) => 4,
        ("r", >= 5) => 8,
        _ => 0,
    };

    [GeneratedRegex(
        @"^(?<family>(?<class>[a-z]+)(?<generation>[0-9]{1,2})[a-z\-]*)\.((?<count>[0-9]{1,3})(?<size>xlarge)|(?<size>large|xlarge))\z",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex TypeName();
}
