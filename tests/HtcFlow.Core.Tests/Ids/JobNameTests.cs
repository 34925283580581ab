using HtcFlow.Core.Ids;

namespace HtcFlow.Core.Tests.Ids;

public sealed class JobNameTests
{
    [Fact]
    public void For_Array_SpellsCampaignStageArrayAndBirthMark() =>
        Assert.Equal("h-hamr-write-12-k3f9a1c0", JobName.For("hamr", "write", new ArrayId(12), "k3f9a1c0").Value);

    [Fact]
    public void For_LongestNames_FitsTheNarrowestBackend()
    {
        string longest = new('a', CampaignName.MaxLength);

        // AWS Batch allows 128 characters.
        Assert.True(JobName.For(longest, longest, new ArrayId(int.MaxValue), "k3f9a1c0").Value.Length <= 128);
    }
}
