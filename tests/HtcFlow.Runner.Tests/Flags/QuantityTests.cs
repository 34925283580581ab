using HtcFlow.Runner.Flags;
using HtcFlow.Runner.Order;

namespace HtcFlow.Runner.Tests.Flags;

public sealed class QuantityTests
{
    [Theory]
    [InlineData("90", 90)]
    [InlineData("0.5", 0.5)]
    [InlineData("90s", 90)]
    [InlineData("250 ms", 0.25)]
    [InlineData("2.5h", 9000)]
    [InlineData("1d", 86400)]
    public void Time_WithAndWithoutUnit_IsRead(string text, double seconds) =>
        Assert.Equal(seconds, Quantity.Time(text, "--x")!.Value.TotalSeconds);

    [Theory]
    [InlineData("8MiB", 8L << 20)]
    [InlineData("2GB", 2_000_000_000)]
    [InlineData("0", 0)]
    public void Size_Units_AreRead(string text, long bytes) => Assert.Equal(bytes, Quantity.Size(text, "--x"));

    [Theory]
    [InlineData("2GB/s", 2_000_000_000)]
    [InlineData("512MiB/s", 512L << 20)]
    [InlineData("5GB", 5_000_000_000)]
    public void Rate_Units_AreRead(string text, long bytes) => Assert.Equal(bytes, Quantity.Rate(text, "--x"));

    [Theory]
    [InlineData("soon")]
    [InlineData("-1s")]
    [InlineData("1.2.3s")]
    [InlineData("1w")]
    [InlineData("99999d")]
    [InlineData("1111111111111111111111s")]
    public void Time_Nonsense_IsNamed(string text) =>
        Assert.StartsWith($"--x is '{text}'; set it to a time", Assert.Throws<OrderProblem>(() => Quantity.Time(text, "--x")).Message, StringComparison.Ordinal);

    [Fact]
    public void All_Nothing_IsNothing()
    {
        Assert.Null(Quantity.Time(null, ""));
        Assert.Null(Quantity.Size(null, ""));
        Assert.Null(Quantity.Rate(null, ""));
        Assert.Null(Quantity.Number(null, "", 0, 1));
        Assert.False(Quantity.Switch(null, ""));
    }

    [Theory]
    [InlineData("yes", true)]
    [InlineData("1", true)]
    [InlineData("False", false)]
    [InlineData("", false)]
    public void Switch_Words_AreRead(string text, bool on) => Assert.Equal(on, Quantity.Switch(text, "--x"));
}
