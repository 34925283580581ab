namespace HtcFlow.Core.Campaigns;

/// <summary>Instruction-set levels for which a program can be built, in ascending order.</summary>
public enum CpuLevel
{
    /// <summary>Any x86-64 processor.</summary>
    Base = 0,

    /// <summary>AVX: 256-bit floating point.</summary>
    Avx = 1,

    /// <summary>AVX2 with FMA, BMI1/2, F16C, LZCNT and MOVBE (x86-64-v3).</summary>
    Avx2 = 2,

    /// <summary>AVX-512 F, BW, CD, DQ and VL (x86-64-v4).</summary>
    Avx512 = 3,
}
