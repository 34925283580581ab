using HtcFlow.Core.Substitution;

namespace HtcFlow.Core.Tests.Substitution;

public sealed class TemplateTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("plain", "plain")]
    [InlineData("${a}", "7")]
    [InlineData("x${a}y${b}z", "x7y-12z")]
    [InlineData("${ a }", "7")]
    [InlineData("${a:03}", "007")]
    [InlineData("${b:05}", "-00012")]
    [InlineData("${text:05}", "1.5")]
    [InlineData("${minus:03}", "-")]
    [InlineData("$${a}", "${a}")]
    [InlineData("$$${a}", "$${a}")]
    [InlineData("$${${a}", "${7")]
    [InlineData("${a}$${a}", "7${a}")]
    [InlineData("$a $ {a} }", "$a $ {a} }")]
    [InlineData("${a}${a}", "77")]
    [InlineData("$", "$")]
    public void Render_Text_FillsPlacesIn(string text, string expected) => Assert.Equal(expected, Template.Parse(text).Render(Lookup));

    [Theory]
    [InlineData("x${a", 1)]
    [InlineData("${}", 0)]
    [InlineData("ab${ }", 2)]
    [InlineData("${a:3}", 0)]
    [InlineData("${a:00}", 0)]
    [InlineData("${a:019}", 0)]
    [InlineData("${a:0x}", 0)]
    [InlineData("${a:03 }", 0)]
    [InlineData("${a:}", 0)]
    [InlineData("${:03}", 0)]
    public void Parse_MalformedPlace_SaysWhere(string text, int offset) =>
        Assert.Equal(offset, Assert.Throws<TemplateException>(() => Template.Parse(text)).Offset);

    [Fact]
    public void Render_UnknownName_SaysWhichAndWhere()
    {
        TemplateException e = Assert.Throws<TemplateException>(() => Template.Parse("ok ${nope}").Render(Lookup));

        Assert.Equal(3, e.Offset);
        Assert.Contains("'nope'", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Render_ValueThatLooksLikeAPlace_IsNotFilledInAgain() => Assert.Equal("${a}", Template.Parse("${trap}").Render(Lookup));

    [Fact]
    public void Names_Text_AreListedWithOffsets() =>
        Assert.Equal([("a", 0), ("b", 6)], Template.Parse("${a}, ${b:03} $${c}").Names);

    private static string? Lookup(string name) => name switch
    {
        "a" => "7",
        "b" => "-12",
        "text" => "1.5",
        "minus" => "-",
        "trap" => "${a}",
        _ => null,
    };
}
