using System.Text.RegularExpressions;

namespace HtcFlow.Architecture;

/// <summary>The documents are short, begin with what a newcomer types, and name no one's machine.</summary>
public sealed partial class DocumentTests
{
    private static readonly string[] s_textFiles =
        [".cs", ".csproj", ".props", ".targets", ".md", ".sh", ".yaml", ".yml", ".c", ".h", ".py", ".gp", ".txt", ".config"];

    [Theory]
    [InlineData("README.md", 200)]
    [InlineData("ARCHITECTURE.md", 150)]
    public void Documents_Lines_StayUnderTheCap(string document, int limit)
    {
        Assert.True(Checkout.Has(document), $"{document} is missing.");
        Assert.InRange(Checkout.Lines(document).Length, 1, limit);
    }

    [Theory]
    [InlineData("make demo")]
    [InlineData("make test")]
    public void Readme_TheTwoCommands_StandByLine25(string command)
    {
        Assert.True(Checkout.Has("README.md"), "README.md is missing.");
        Assert.Contains(Checkout.Lines("README.md").Take(25), line => line.Contains(command, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("CHANGELOG.md", "## [Unreleased]")]
    [InlineData("CONTRIBUTING.md", "make check")]
    public void Documents_Say_WhatTheyAreFor(string document, string text) =>
        Assert.Contains(text, Checkout.Text(document), StringComparison.Ordinal);

    [Fact]
    public void Files_NameNoOnesMachine() =>
        Expect.None(
            "A path of somebody's machine.",
            from path in Checkout.Files(".")
            where s_textFiles.Contains(Path.GetExtension(path)) || Path.GetFileName(path) is "Makefile" or "Containerfile"
            from line in Checkout.Lines(path).Select(static (text, i) => (text, number: i + 1))
            where MachinePath().IsMatch(line.text)
            select $"{path}:{line.number} {line.text.Trim()}");

    [GeneratedRegex(@"(^|[\s""'`=:(])/(work|home|root|tmp|Users)/\w", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex MachinePath();
}
