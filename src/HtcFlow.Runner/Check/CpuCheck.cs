using HtcFlow.Core.Campaigns;
using HtcFlow.Runner.Cpu;
using HtcFlow.Runner.Order;

namespace HtcFlow.Runner.Check;

/// <summary>Which builds this machine can run, and what stands in the way of better ones.</summary>
internal static class CpuCheck
{
    /// <summary>Explains the level in force. Pure.</summary>
    public static Finding Explain(IReadOnlySet<string> flags, CpuIdentity? identity, CpuLevel cap)
    {
        CpuLevel kernel = CpuLevels.OfFlags(flags);
        CpuLevel processor = CpuLevels.OfIdentity(identity);
        CpuLevel level = CpuLevels.Choose(flags, identity, cap);
        string name = CpuLevels.NameOf(level);
        if (level == cap && cap < (CpuLevel)Math.Min((int)kernel, (int)processor))
        {
            return new Finding(Mark.Ok, "cpu", $"{name}, because --cpu-level allows no more; the machine could {CpuLevels.NameOf((CpuLevel)Math.Min((int)kernel, (int)processor))}");
        }

        if (level == CpuLevel.Avx512)
        {
            return new Finding(Mark.Ok, "cpu", $"{name}: /proc/cpuinfo and CPUID agree");
        }

        string missing = string.Join(' ', CpuLevels.MissingFor((CpuLevel)((int)level + 1), flags));
        string why = kernel == processor ? missing.Length > 0 ? $"the processors lack {missing}" : "the processors know no more"
            : kernel < processor ? $"/proc/cpuinfo lacks {missing} though CPUID has it: a mixed machine or a kernel that hides it"
            : $"CPUID hides what /proc/cpuinfo lists (up to {CpuLevels.NameOf(kernel)}): a sandbox forbids it";
        return new Finding(Mark.Ok, "cpu", $"{name}; not {CpuLevels.NameOf((CpuLevel)((int)level + 1))}: {why}");
    }

    /// <summary>Looks at this machine.</summary>
    public static Finding Look(RunnerSettings settings) =>
        Explain(CpuFlags.Common(File.ReadLines("/proc/cpuinfo")), CpuIdentity.Read(), settings.CpuCap);
}
