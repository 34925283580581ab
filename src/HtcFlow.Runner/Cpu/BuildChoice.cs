using HtcFlow.Core.Campaigns;

namespace HtcFlow.Runner.Cpu;

/// <summary>Orders the builds of a program for one machine.</summary>
internal static class BuildChoice
{
    /// <summary>The builds that a level can execute, best first.</summary>
    public static IReadOnlyList<BuildSpec> Usable(BinarySpec binary, CpuLevel level) =>
        [.. binary.Builds.Where(b => b.Level <= level).OrderByDescending(b => b.Level)];
}
