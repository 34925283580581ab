using System.Runtime.CompilerServices;
using HtcFlow.Objects.Frames;

namespace HtcFlow.Objects.Tests.Frames;

public sealed class Lz4PreferencesTests
{
    [Fact]
    public void Size_IsWhatTheHeaderDeclares() => Assert.Equal(56, Unsafe.SizeOf<Lz4Preferences>());

    [Theory]
    [InlineData(-1, 4 << 20)]
    [InlineData(0, 64 << 10)]
    [InlineData(64 << 10, 64 << 10)]
    [InlineData((64 << 10) + 1, 256 << 10)]
    [InlineData((1 << 20) + 1, 4 << 20)]
    [InlineData(1L << 40, 4 << 20)]
    public void BlockBytes_ContentSize_IsTheSmallestThatHoldsIt(long content, int block) =>
        Assert.Equal(block, Lz4Preferences.For(content).BlockBytes);
}
