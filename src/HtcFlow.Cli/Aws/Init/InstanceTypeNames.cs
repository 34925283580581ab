using System.Text.RegularExpressions;

namespace HtcFlow.Cli.Aws.Init;

/// <summary>Reads names of instance types and families by how they are spelt; which of them a region has is not known here.</summary>
internal static partial class InstanceTypeNames
{
    /// <summary>Says what is wrong with a set of them; null when nothing is.</summary>
    /// <param name="names">Names such as <c>c5</c> and <c>c5.4xlarge</c>.</param>
    /// <param name="needsDisks">Whether each must have disks of its host.</param>
    public static (string Problem, string Help)? Check(IReadOnlyList<string> names, bool needsDisks)
    {
        if (names.FirstOrDefault(static name => !Shape().IsMatch(name)) is { } bad)
        {
            return ($"'{bad}' is no instance type or family", "write families such as c5 or types such as c5.4xlarge, joined by commas");
        }

        if (names.FirstOrDefault(static name => name.StartsWith("a1", StringComparison.Ordinal)) is { } old)
        {
            return ($"'{old}' is not supported by current machine images of Batch", "take c6g, c7g or other Graviton families");
        }

        if (names.Any(IsArm) && names.FirstOrDefault(static name => !IsArm(name)) is { } other)
        {
            return ($"'{names.First(IsArm)}' has Arm processors and '{other}' has not; a compute environment has one architecture", "give each architecture a --types of its own, and images for both");
        }

        return needsDisks && names.FirstOrDefault(static name => !HasDisks(name)) is { } without
            ? ($"'{without}' has no disks of its host", "take families that have some, such as c5d, m6id or i4i, or --scratch ebs-gp3:200")
            : null;
    }

    /// <summary>Whether a type or family has Arm processors.</summary>
    public static bool IsArm(string name) => Arm().IsMatch(FamilyOf(name));

    private static bool HasDisks(string name) => Disks().IsMatch(FamilyOf(name));

    private static string FamilyOf(string name) => name.Split('.')[0];

    [GeneratedRegex(@"^(optimal|[a-z]{1,4}\d{1,2}[a-z]{0,6}(-[a-z0-9]{1,8}){0,2}(\.(nano|micro|small|medium|large|metal(-\d{1,2}xl)?|\d{0,3}xlarge))?)$", RegexOptions.ExplicitCapture)]
    private static partial Regex Shape();

    [GeneratedRegex(@"^[a-z]+\d+g[a-z]*$")]
    private static partial Regex Arm();

    // The letter d after the generation, and the families that are made for disks.
    [GeneratedRegex(@"^([a-z]+\d+[a-z]*d[a-z]*|i\d.*|i[ms]\d.*|d\d.*|h1|x1e?|f\d|z1d)$", RegexOptions.ExplicitCapture)]
    private static partial Regex Disks();
}
