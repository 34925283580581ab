using HtcFlow.Runner.Stage;

namespace HtcFlow.Runner.Tests.Stage;

public sealed class ScratchPathTests
{
    [Theory]
    [InlineData("a", true)]
    [InlineData("a/b..c/.d", true)]
    [InlineData("", false)]
    [InlineData("/etc/passwd", false)]
    [InlineData("..", false)]
    [InlineData("a/../../b", false)]
    [InlineData("a\0b", false)]
    public void IsInside_Path_RefusesWhatLeadsAway(string path, bool inside) => Assert.Equal(inside, ScratchPath.IsInside(path));
}
