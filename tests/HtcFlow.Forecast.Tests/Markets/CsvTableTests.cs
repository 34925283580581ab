using HtcFlow.Forecast.Markets;

namespace HtcFlow.Forecast.Tests.Markets;

public sealed class CsvTableTests
{
    [Fact]
    public void Parse_QuotesCommentsAndEmptyLines_GivesRowsWithTheirLines()
    {
        IReadOnlyList<CsvRow> rows = CsvTable.Parse("# from the sheet\na, b\n\n\"x, \"\"y\"\"\",2\n,\nlast,", out int unclosed);
        Assert.Equal(0, unclosed);
        Assert.Equal([2, 4, 6], rows.Select(r => r.Line));
        Assert.Equal(["a", "b"], rows[0].Cells);
        Assert.Equal(["x, \"y\"", "2"], rows[1].Cells);
        Assert.Equal(["last", ""], rows[2].Cells);
    }

    [Theory]
    [InlineData("a;b\n1;2")]
    [InlineData("a\tb\n1\t2")]
    [InlineData("a,b\r\n1,2\r\n")]
    public void Parse_OtherSeparators_AreRecognised(string text) =>
        Assert.Equal(["1", "2"], CsvTable.Parse(text, out _)[1].Cells);

    [Fact]
    public void Parse_CommentAtTheEnd_IsLeftOut() => Assert.Single(CsvTable.Parse("a\n# end", out _));

    [Fact]
    public void Parse_OpenQuote_TellsItsLine()
    {
        CsvTable.Parse("a,b\n1,\"2\n3,4\n", out int unclosed);
        Assert.Equal(2, unclosed);
    }
}
