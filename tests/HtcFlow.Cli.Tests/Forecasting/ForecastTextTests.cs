using HtcFlow.Campaigns;
using HtcFlow.Cli.Forecasting;

namespace HtcFlow.Cli.Tests.Forecasting;

public sealed class ForecastTextTests
{
    [Theory]
    [InlineData(0, "$0")]
    [InlineData(0.0000012345, "$0.00000123")]
    [InlineData(0.0049, "$0.00490")]
    [InlineData(0.123456, "$0.123")]
    [InlineData(0.999, "$1.00")]
    [InlineData(12.345, "$12.35")]
    [InlineData(999.7, "$1,000")]
    [InlineData(1234567.8, "$1,234,568")]
    public void Money_Spell_KeepsWhatMatters(double dollars, string expected) => Assert.Equal(expected, Money.Spell(dollars));

    [Theory]
    [InlineData("90s", 90)]
    [InlineData("1.5h", 5_400)]
    [InlineData("2 d", 172_800)]
    [InlineData("250ms", 0.25)]
    [InlineData("10m", 600)]
    public void Duration_Parse_ReadsWhatCampaignFilesSay(string text, double seconds) => Assert.Equal(TimeSpan.FromSeconds(seconds), DurationText.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("3")]
    [InlineData("0s")]
    [InlineData("-1h")]
    [InlineData("3 weeks")]
    [InlineData("99999d")]
    public void Duration_Parse_RefusesTheRest(string text) => Assert.Null(DurationText.Parse(text));

    [Fact]
    public void TaskTime_Parse_ReadsStagesDeviationsAndAllOthers()
    {
        var times = TaskTimeText.Parse(["write=3h~15%,read=10m", "2h~0.5"], out string? wrong);
        Assert.Null(wrong);
        Assert.Equal((TimeSpan.FromHours(3), 0.15), (times["write"].Mean, times["write"].Deviation));
        Assert.Equal((TimeSpan.FromMinutes(10), 0.1), (times["read"].Mean, times["read"].Deviation));
        Assert.Equal((TimeSpan.FromHours(2), 0.5), (times[""].Mean, times[""].Deviation));
    }

    [Theory]
    [InlineData("write=", "write=")]
    [InlineData("write=3h,read=soon", "read=soon")]
    [InlineData("=3h", "=3h")]
    [InlineData("write=3h~much", "write=3h~much")]
    public void TaskTime_Parse_NamesTheWrongPart(string text, string expected)
    {
        TaskTimeText.Parse([text], out string? wrong);
        Assert.Equal(expected, wrong);
    }
}
