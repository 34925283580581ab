using HtcFlow.Core.Campaigns;

namespace HtcFlow.Runner.Cpu;

/// <summary>The CPU level of this machine, found out when it is first needed; lowered for good after an illegal instruction.</summary>
internal sealed class MachineLevel
{
    private readonly CpuLevel _cap;
    private CpuLevel? _level;

    public MachineLevel(CpuLevel cap) => _cap = cap;

    /// <summary>Level in force.</summary>
    public CpuLevel Value => _level ??= CpuLevels.Choose(CpuFlags.Common(File.ReadLines("/proc/cpuinfo")), CpuIdentity.Read(), _cap);

    /// <summary>Uses nothing above a level any more.</summary>
    public void LowerTo(CpuLevel level) => _level = level;
}
