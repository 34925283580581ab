namespace HtcFlow.AwsEmulator.World;

/// <summary>The instance types that exist here: real ones, with their vCPUs, memory and on-demand prices.</summary>
internal static class TypeTable
{
    private static readonly (string Name, int Vcpus)[] s_sizes =
        [("large", 2), ("xlarge", 4), ("2xlarge", 8), ("4xlarge", 16)];

    // The largest sizes of the generations differ.
    private static readonly Dictionary<string, (string Name, int Vcpus)[]> s_large = new(StringComparer.Ordinal)
    {
        ["c5"] = [("9xlarge", 36), ("18xlarge", 72), ("24xlarge", 96)],
        ["c6i"] = [("8xlarge", 32), ("32xlarge", 128)],
        ["c7i"] = [("8xlarge", 32), ("48xlarge", 192)],
        ["m5"] = [("8xlarge", 32), ("24xlarge", 96)],
        ["r5"] = [("8xlarge", 32)],
    };

    private static readonly InstanceFamily[] s_families =
    [
        new("c5", "Intel", "x86_64", 3.4, 2, 0.0425m, 2, false),
        new("c5a", "AMD", "x86_64", 3.3, 2, 0.0385m, 2, false),
        new("c6i", "Intel", "x86_64", 3.5, 2, 0.0425m, 2, false),
        new("c6a", "AMD", "x86_64", 3.6, 2, 0.03825m, 2, false),
        new("c7i", "Intel", "x86_64", 3.2, 2, 0.044625m, 2, false),
        new("c7a", "AMD", "x86_64", 3.7, 2, 0.05132m, 1, false),
        new("m5", "Intel", "x86_64", 3.1, 4, 0.048m, 2, false),
        new("m6i", "Intel", "x86_64", 3.5, 4, 0.048m, 2, false),
        new("m6a", "AMD", "x86_64", 3.6, 4, 0.0432m, 2, false),
        new("r5", "Intel", "x86_64", 3.1, 8, 0.063m, 2, false),
        new("r5d", "Intel", "x86_64", 3.1, 8, 0.072m, 2, true),
        new("c6g", "AWS", "arm64", 2.5, 2, 0.034m, 1, false),
    ];

    /// <summary>All types by name.</summary>
    public static IReadOnlyDictionary<string, InstanceType> Types { get; } =
        (from family in s_families
         from size in s_sizes.Concat(s_large.GetValueOrDefault(family.Name) ?? [])
         select new InstanceType($"{family.Name}.{size.Name}", size.Vcpus, size.Vcpus * family.GibPerVcpu * 1024, size.Vcpus * family.DollarsPerVcpu, family))
        .ToDictionary(static type => type.Name, StringComparer.Ordinal);

    /// <summary>The types that a compute environment's list stands for.</summary>
    public static IEnumerable<InstanceType> Choose(IReadOnlyCollection<string> names) =>
        Types.Values.Where(type => names.Contains(type.Name) || names.Contains(type.Family.Name) || (names.Contains("optimal") && type.Family.Name is "c5" or "m5" or "r5"));

    /// <summary>Whether a name of a list stands for any type.</summary>
    public static bool Knows(string name) => name == "optimal" || Types.ContainsKey(name) || Array.Exists(s_families, family => family.Name == name);
}
