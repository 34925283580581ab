using System.Runtime.Intrinsics.X86;

namespace HtcFlow.Runner.Cpu;

/// <summary>Size of the largest cache, as the CPUID instruction tells it.</summary>
internal static class LastLevelCache
{
    private const int IntelLeaf = 4;
    private const uint AmdLeaf = 0x8000_001D;
    private const int MostCaches = 8;

    /// <summary>Bytes; 0 where the processor does not say.</summary>
    public static long Bytes()
    {
        if (!X86Base.IsSupported)
        {
            return 0;
        }

        bool hasIntel = X86Base.CpuId(0, 0).Eax >= IntelLeaf;
        bool hasAmd = (uint)X86Base.CpuId(unchecked((int)0x8000_0000), 0).Eax >= AmdLeaf;
        return Math.Max(hasIntel ? Largest(IntelLeaf) : 0, hasAmd ? Largest(unchecked((int)AmdLeaf)) : 0);
    }

    private static long Largest(int leaf)
    {
        long largest = 0;
        for (int cache = 0; cache < MostCaches; cache++)
        {
            (int eax, int ebx, int ecx, _) = X86Base.CpuId(leaf, cache);
            if ((eax & 0x1f) == 0)
            {
                break; // no more caches
            }

            // Ways, partitions, line size and sets, each told less one.
            long ways = (((uint)ebx >> 22) & 0x3ff) + 1;
            long partitions = (((uint)ebx >> 12) & 0x3ff) + 1;
            long line = ((uint)ebx & 0xfff) + 1;
            largest = Math.Max(largest, ways * partitions * line * ((uint)ecx + 1L));
        }

        return largest;
    }
}
