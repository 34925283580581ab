using HtcFlow.Cli.Output;

namespace HtcFlow.Cli.Tests.Output;

public sealed class AmountsTests
{
    [Theory]
    [InlineData(0, "0 B")]
    [InlineData(1023, "1023 B")]
    [InlineData(1536, "1.5 KiB")]
    [InlineData(5L << 40, "5 TiB")]
    public void Size_Bytes_UsesTheLargestUnit(long bytes, string expected) => Assert.Equal(expected, Amounts.Size(bytes));

    [Theory]
    [InlineData(0.04, "0.0s")]
    [InlineData(9.96, "10s")]
    [InlineData(59.7, "0m59s")]
    [InlineData(185, "3m05s")]
    [InlineData(7800, "2h10m")]
    [InlineData(356400, "4d03h")]
    public void Duration_Seconds_UsesTwoUnits(double seconds, string expected) =>
        Assert.Equal(expected, Amounts.Duration(TimeSpan.FromSeconds(seconds)));

    [Theory]
    [InlineData(0, "-")]
    [InlineData(1234.5, "1,234/s")]
    [InlineData(3.21, "3.2/s")]
    [InlineData(0.5, "30.0/min")]
    [InlineData(0.001, "3.6/h")]
    public void Rate_PerSecond_StaysReadable(double rate, string expected) => Assert.Equal(expected, Amounts.Rate(rate));
}
