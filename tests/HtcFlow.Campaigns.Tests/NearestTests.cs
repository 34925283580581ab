namespace HtcFlow.Campaigns.Tests;

public sealed class NearestTests
{
    [Theory]
    [InlineData("desnity", "density")]
    [InlineData("sweeps", "sweep")]
    [InlineData("Store", "store")]
    [InlineData("stor", "store")]
    [InlineData("x", null)]
    [InlineData("temperature", null)]
    [InlineData("", null)]
    public void To_Word_FindsWhatWasMeant(string word, string? expected) =>
        Assert.Equal(expected, Nearest.To(word, ["sweep", "store", "density", "y"]));

    [Theory]
    [InlineData("", "", 0)]
    [InlineData("abc", "", 3)]
    [InlineData("abc", "acb", 1)]
    [InlineData("abc", "axc", 1)]
    [InlineData("abc", "abxc", 1)]
    [InlineData("kitten", "sitting", 3)]
    public void Distance_Words_CountsEdits(string from, string to, int expected)
    {
        Assert.Equal(expected, Nearest.Distance(from, to));
        Assert.Equal(expected, Nearest.Distance(to, from));
    }
}
