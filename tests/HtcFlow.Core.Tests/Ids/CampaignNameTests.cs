using HtcFlow.Core.Ids;

namespace HtcFlow.Core.Tests.Ids;

public sealed class CampaignNameTests
{
    [Theory]
    [InlineData("a")]
    [InlineData("hamr-2030-b")]
    [InlineData("a--b")]
    [InlineData("abcdefghijabcdefghijabcdefghijabcdefghij")]
    public void IsValid_LettersDigitsInnerHyphens_IsTrue(string name) => Assert.True(CampaignName.IsValid(name));

    [Theory]
    [InlineData("")]
    [InlineData("1a")]
    [InlineData("-a")]
    [InlineData("a-")]
    [InlineData("A")]
    [InlineData("a_b")]
    [InlineData("a/b")]
    [InlineData("a.b")]
    [InlineData("a b")]
    [InlineData("ä")]
    [InlineData("a\n")]
    [InlineData("abcdefghijabcdefghijabcdefghijabcdefghijk")]
    public void IsValid_AnythingElse_IsFalse(string name) => Assert.False(CampaignName.IsValid(name));
}
