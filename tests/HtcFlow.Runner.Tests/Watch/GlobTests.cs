using HtcFlow.Runner.Watch;

namespace HtcFlow.Runner.Tests.Watch;

public sealed class GlobTests
{
    [Theory]
    [InlineData("track-*.dat", "track-0001.dat", true)]
    [InlineData("track-*.dat", "track-0001.dat.tmp", false)]
    [InlineData("track-????.dat", "track-0001.dat", true)]
    [InlineData("track-????.dat", "track-001.dat", false)]
    [InlineData("*", "a/b", false)]
    [InlineData("*/b", "a/b", true)]
    [InlineData("**", "a/b/c", true)]
    [InlineData("**/c", "c", true)]
    [InlineData("**/c", "a/b/c", true)]
    [InlineData("a/**", "a/b/c", true)]
    [InlineData("a/**", "a", false)]
    [InlineData("a/**/z*", "a/b/c/zeta", true)]
    [InlineData("./out/*.txt", "out/x.txt", true)]
    [InlineData("*.dat", ".hidden.dat", false)]
    [InlineData(".*.dat", ".hidden.dat", true)]
    [InlineData("**", "a/.git/b", false)]
    [InlineData("**", ".git/b", false)]
    [InlineData("*", "with\nnewline", true)]
    [InlineData("a[1].txt", "a[1].txt", true)]
    [InlineData("a[1].txt", "a1.txt", false)]
    [InlineData("", "a", false)]
    public void Matches_PatternAndPath_GivesWhatAShellWould(string pattern, string path, bool expected) =>
        Assert.Equal(expected, Glob.Parse(pattern).Matches(path));

    [Fact]
    public void Matches_ManyStars_EndsQuickly()
    {
        string pattern = string.Concat(Enumerable.Repeat("a*", 200)) + "b";

        Assert.False(Glob.Parse(pattern).Matches(new string('a', 20_000)));
    }
}
