using HtcFlow.Core.Campaigns;
using HtcFlow.Runner.Cpu;

namespace HtcFlow.Runner.Tests.Cpu;

public sealed class CpuLevelsTests
{
    private const string V2 = "fpu sse4_2 popcnt xsave";
    private const string V3 = V2 + " avx avx2 bmi1 bmi2 f16c fma abm movbe";
    private const string V4 = V3 + " avx512f avx512bw avx512cd avx512dq avx512vl";

    private static readonly CpuIdentity s_v4 = new(1u << 27 | 1u << 28 | 1u << 12 | 1u << 22 | 1u << 29, 0xD003_0128, 1u << 5, 2688);

    [Theory]
    [InlineData("fpu sse4_2", CpuLevel.Base)]
    [InlineData(V2 + " avx", CpuLevel.Avx)]
    [InlineData(V2 + " avx avx2", CpuLevel.Avx)]
    [InlineData(V3, CpuLevel.Avx2)]
    [InlineData(V3 + " avx512f", CpuLevel.Avx2)]
    [InlineData(V4, CpuLevel.Avx512)]
    [InlineData("", CpuLevel.Base)]
    public void OfFlags_Flags_GivesHighestWholeLevel(string flags, CpuLevel level) =>
        Assert.Equal(level, CpuLevels.OfFlags(CpuFlags.Common(["flags\t\t: " + flags])));

    [Fact]
    public void Common_MixedProcessors_GivesWhatAllHave()
    {
        string[] lines = ["processor : 0", "flags : " + V4, "", "processor : 1", "flags : " + V3, "vmx flags : avx512f"];

        Assert.Equal(CpuLevel.Avx2, CpuLevels.OfFlags(CpuFlags.Common(lines)));
    }

    [Fact]
    public void OfIdentity_EverythingEnabled_IsTheHighest() => Assert.Equal(CpuLevel.Avx512, CpuLevels.OfIdentity(s_v4));

    [Theory]
    [InlineData(576, CpuLevel.Base)]
    [InlineData(832, CpuLevel.Avx2)]
    [InlineData(2432, CpuLevel.Avx512)]
    public void OfIdentity_SystemSavesLess_UsesLess(uint savedBytes, CpuLevel level) =>
        Assert.Equal(level, CpuLevels.OfIdentity(s_v4 with { SavedBytes = savedBytes }));

    [Fact]
    public void OfIdentity_MaskedByASandbox_IsObeyed()
    {
        Assert.Equal(CpuLevel.Avx2, CpuLevels.OfIdentity(s_v4 with { Leaf7Ebx = 0x128 }));
        Assert.Equal(CpuLevel.Avx, CpuLevels.OfIdentity(s_v4 with { Leaf7Ebx = 0 }));
        Assert.Equal(CpuLevel.Base, CpuLevels.OfIdentity(s_v4 with { Leaf1Ecx = 1u << 28 }));
        Assert.Equal(CpuLevel.Base, CpuLevels.OfIdentity(null));
    }

    [Fact]
    public void Choose_ThreeSources_TakesTheLowest()
    {
        HashSet<string> flags = CpuFlags.Common(["flags : " + V4]);

        Assert.Equal(CpuLevel.Avx512, CpuLevels.Choose(flags, s_v4, CpuLevel.Avx512));
        Assert.Equal(CpuLevel.Avx, CpuLevels.Choose(flags, s_v4, CpuLevel.Avx));
        Assert.Equal(CpuLevel.Base, CpuLevels.Choose(flags, null, CpuLevel.Avx512));
    }

    [Fact]
    public void Choose_ThisMachine_AgreesBetweenKernelAndProcessor() =>
        Assert.True(CpuLevels.OfFlags(CpuFlags.Common(File.ReadLines("/proc/cpuinfo"))) <= CpuLevels.OfIdentity(CpuIdentity.Read()));

    [Fact]
    public void Usable_Level_GivesBuildsBestFirst()
    {
        var binary = new BinarySpec
        {
            Name = "p",
            Builds = [new(CpuLevel.Base, "b", ""), new(CpuLevel.Avx512, "v4", ""), new(CpuLevel.Avx2, "v3", "")],
        };

        Assert.Equal(["v3", "b"], BuildChoice.Usable(binary, CpuLevel.Avx2).Select(b => b.Path));
    }
}
