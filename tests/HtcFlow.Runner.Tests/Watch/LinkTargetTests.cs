using HtcFlow.Runner.Watch;
using HtcFlow.Testing;

namespace HtcFlow.Runner.Tests.Watch;

public sealed class LinkTargetTests : IDisposable
{
    private readonly TempDirectory _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void Within_LinkToSibling_GivesIt()
    {
        string target = _scratch.Write("real.dat", "x");
        File.CreateSymbolicLink(_scratch.At("link.dat"), "real.dat");

        Assert.Equal(target, LinkTarget.Within(_scratch.Root, _scratch.At("link.dat")));
    }

    [Theory]
    [InlineData("/etc/passwd")]
    [InlineData("nowhere")]
    [InlineData("link.dat")]
    [InlineData("../")]
    public void Within_LinkThatLeadsOutOrNowhere_GivesNothing(string target)
    {
        File.CreateSymbolicLink(_scratch.At("link.dat"), target);

        Assert.Null(LinkTarget.Within(_scratch.Root, _scratch.At("link.dat")));
    }
}
