using HtcFlow.Core.Campaigns;

namespace HtcFlow.Runner.Cpu;

/// <summary>Decides which instruction-set level may be used: the lowest of what kernel, processor and operator allow.</summary>
internal static class CpuLevels
{
    // XSAVE area (CPUID 0xD, EBX): 576 bytes legacy and header; 256 more with the upper halves of the YMM registers; with opmask and
    // ZMM state 2432 on AMD and 2688 on Intel, whose layout keeps a gap for MPX.
    private const uint AvxSavedBytes = 832;
    private const uint Avx512SavedBytes = 2432;

    private const uint OsXSave = 1u << 27;

    private static readonly string[] s_avx = ["avx", "xsave"];
    private static readonly string[] s_avx2 = ["avx2", "bmi1", "bmi2", "f16c", "fma", "abm", "movbe"];
    private static readonly string[] s_avx512 = ["avx512f", "avx512bw", "avx512cd", "avx512dq", "avx512vl"];

    /// <summary>Spells a level as campaign files do.</summary>
    public static string NameOf(CpuLevel level) => level switch
    {
        CpuLevel.Avx => "avx",
        CpuLevel.Avx2 => "avx2",
        CpuLevel.Avx512 => "avx512",
        _ => "base",
    };

    /// <summary>The level of this machine.</summary>
    public static CpuLevel Choose(IReadOnlySet<string> flags, CpuIdentity? identity, CpuLevel cap) =>
        (CpuLevel)Math.Min((int)cap, Math.Min((int)OfFlags(flags), (int)OfIdentity(identity)));

    /// <summary>The level that the kernel's flags allow; the kernel hides what it does not save on a context switch.</summary>
    public static CpuLevel OfFlags(IReadOnlySet<string> flags)
    {
        CpuLevel level = CpuLevel.Base;
        foreach ((CpuLevel next, string[] needed) in (ReadOnlySpan<(CpuLevel, string[])>)
            [(CpuLevel.Avx, s_avx), (CpuLevel.Avx2, s_avx2), (CpuLevel.Avx512, s_avx512)])
        {
            if (!needed.All(flags.Contains))
            {
                break;
            }

            level = next;
        }

        return level;
    }

    /// <summary>The flags that the kernel does not list and a level needs.</summary>
    public static IEnumerable<string> MissingFor(CpuLevel level, IReadOnlySet<string> flags) =>
        (level switch { CpuLevel.Avx => s_avx, CpuLevel.Avx2 => s_avx2, CpuLevel.Avx512 => s_avx512, _ => [] }).Where(f => !flags.Contains(f));

    /// <summary>The level that CPUID allows; no identity allows the lowest only.</summary>
    public static CpuLevel OfIdentity(CpuIdentity? identity)
    {
        const uint Avx = 1u << 28 | OsXSave;
        const uint Fma = 1u << 12 | 1u << 22 | 1u << 29; // FMA, MOVBE, F16C
        const uint Avx2 = 1u << 3 | 1u << 5 | 1u << 8; // BMI1, AVX2, BMI2
        const uint Lzcnt = 1u << 5;
        const uint Avx512 = 1u << 16 | 1u << 17 | 1u << 28 | 1u << 30 | 1u << 31; // F, DQ, CD, BW, VL
        if (identity is not { } id || !Has(id.Leaf1Ecx, Avx) || id.SavedBytes < AvxSavedBytes)
        {
            return CpuLevel.Base;
        }

        if (!Has(id.Leaf1Ecx, Fma) || !Has(id.Leaf7Ebx, Avx2) || !Has(id.ExtendedEcx, Lzcnt))
        {
            return CpuLevel.Avx;
        }

        return Has(id.Leaf7Ebx, Avx512) && id.SavedBytes >= Avx512SavedBytes ? CpuLevel.Avx512 : CpuLevel.Avx2;
    }

    private static bool Has(uint register, uint bits) => (register & bits) == bits;
}
