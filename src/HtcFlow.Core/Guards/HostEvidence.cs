namespace HtcFlow.Core.Guards;

/// <summary>What the kernel says about the host. Never a reason to end an attempt by itself: it names the cause, and can be the second key.</summary>
/// <param name="Steal">Share of the processors' time that the hypervisor gave to others, 0 .. 1.</param>
/// <param name="CpuPressure">Share of the last minute in which some task waited for a processor, 0 .. 1.</param>
/// <param name="MemoryPressure">Share of the last minute in which all tasks waited for memory, 0 .. 1.</param>
/// <param name="Throttled">Share of its periods in which the container had used up its processor quota, 0 .. 1.</param>
public readonly record struct HostEvidence(double Steal, double CpuPressure, double MemoryPressure, double Throttled)
{
    // Thresholds of the straggler rule: steal above 10 %, some CPU pressure above 20 % of a minute. The other two are as rare on a healthy host.
    private const double MuchSteal = 0.1;
    private const double MuchCpuPressure = 0.2;
    private const double MuchMemoryPressure = 0.1;
    private const double MuchThrottling = 0.2;

    /// <summary>Whether others take the processors away from the attempt. Pressure alone does not say so: the command may have more
    /// threads than processors.</summary>
    public bool IsStolenFrom => Steal > MuchSteal;

    /// <summary>What stands out, to be put behind a reason; empty when nothing does.</summary>
    public string Text
    {
        get
        {
            var parts = new List<string>(4);
            Add(Steal, MuchSteal, "CPU steal");
            Add(CpuPressure, MuchCpuPressure, "CPU pressure");
            Add(MemoryPressure, MuchMemoryPressure, "memory pressure");
            Add(Throttled, MuchThrottling, "throttled by the CPU quota");
            return parts.Count == 0 ? "" : "; " + string.Join(", ", parts);

            void Add(double share, double much, string name)
            {
                if (share > much)
                {
                    parts.Add($"{name} {GuardText.Share(share)}");
                }
            }
        }
    }
}
