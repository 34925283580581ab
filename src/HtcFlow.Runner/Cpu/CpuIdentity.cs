using System.Runtime.Intrinsics.X86;

namespace HtcFlow.Runner.Cpu;

/// <summary>What the CPUID instruction says; sandboxes mask it without masking the kernel's list.</summary>
/// <param name="Leaf1Ecx">Leaf 1, ECX.</param>
/// <param name="Leaf7Ebx">Leaf 7, EBX.</param>
/// <param name="ExtendedEcx">Leaf 0x80000001, ECX.</param>
/// <param name="SavedBytes">Leaf 0xD, EBX: room that the system saves for the registers that it has enabled.</param>
internal readonly record struct CpuIdentity(uint Leaf1Ecx, uint Leaf7Ebx, uint ExtendedEcx, uint SavedBytes)
{
    /// <summary>Asks the processor; null where it is not an x86.</summary>
    public static CpuIdentity? Read()
    {
        if (!X86Base.IsSupported)
        {
            return null;
        }

        int highest = X86Base.CpuId(0, 0).Eax;
        uint highestExtended = (uint)X86Base.CpuId(unchecked((int)0x8000_0000), 0).Eax;
        return new CpuIdentity(
            (uint)X86Base.CpuId(1, 0).Ecx,
            highest >= 7 ? (uint)X86Base.CpuId(7, 0).Ebx : 0,
            highestExtended >= 0x8000_0001 ? (uint)X86Base.CpuId(unchecked((int)0x8000_0001), 0).Ecx : 0,
            highest >= 0xD ? (uint)X86Base.CpuId(0xD, 0).Ebx : 0);
    }
}
