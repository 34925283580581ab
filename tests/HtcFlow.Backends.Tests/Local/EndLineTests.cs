using System.Text;
using FsCheck.Fluent;
using HtcFlow.Backends.Local.Spooling;
using HtcFlow.Core.Sweeps;

namespace HtcFlow.Backends.Tests.Local;

/// <summary>The lines that say what has ended.</summary>
public sealed class EndLineTests
{
    private const int Elements = 1_000;

    [Theory]
    [InlineData("")]
    [InlineData("5")]
    [InlineData("5 ")]
    [InlineData("5 x")]
    [InlineData("x 0")]
    [InlineData(" 0")]
    [InlineData("9-5 0")]
    [InlineData("99999999999999999999 0")]
    [InlineData("\0\0\0")]
    public void Parse_DamagedLine_IsNothing(string text) => Assert.Null(EndLine.Parse(text));

    [Fact]
    public void ParseAll_ElementsBeyondTheJob_AreNotBelieved() =>
        Assert.Single(EndLine.ParseAll("3 0\n10 0\n2-10 0\n"u8, 10, out _));

    [Fact]
    public void ParseAll_CutAnywhere_BelievesExactlyTheWholeLines() => FsCheck.Check.QuickThrowOnFailure(Prop.ForAll(
        ArbMap.Default.ArbFor<(FsCheck.NonNegativeInt Element, int Exit, string Reason)[]>(), ArbMap.Default.ArbFor<FsCheck.NonNegativeInt>(),
        (ends, cut) =>
        {
            EndLine[] lines = [.. ends.Select(static e => new EndLine(
                IndexSet.Range(e.Element.Item % Elements, 1), e.Exit, (e.Reason ?? "").ReplaceLineEndings(" ")))];
            byte[] content = Encoding.UTF8.GetBytes(string.Concat(lines.Select(static l => l.ToString())));
            byte[] torn = content[..(content.Length - Math.Min(cut.Item, content.Length))];
            IReadOnlyList<EndLine> read = EndLine.ParseAll(torn, Elements, out int whole);
            int expected = Encoding.UTF8.GetString(torn).Count(static c => c == '\n');
            Assert.Equal(lines.Take(expected).Select(static l => (l.Elements, l.Exit)), read.Select(static l => (l.Elements, l.Exit)));
            Assert.Equal(whole, Array.LastIndexOf(torn, (byte)'\n') + 1);
        }));
}
