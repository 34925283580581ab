using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace HtcFlow.Architecture;

/// <summary>How long files and functions may grow: the tails of the best code that was measured.</summary>
public sealed class SizeTests
{
    private const int ProductFileCap = 400;
    private const int TestFileCap = 500;
    private const int FunctionCap = 60;

    [Fact]
    public void ProductFiles_Lines_StayUnderTheCap() =>
        Expect.None(
            $"At most {ProductFileCap} lines a file under src/: split by meaning.",
            Checkout.Product.Where(static file => file.Lines > ProductFileCap).Select(static file => $"{file.Path} {file.Lines}"));

    [Fact]
    public void TestFiles_Lines_StayUnderTheCap() =>
        Expect.None(
            $"At most {TestFileCap} lines a file under tests/: split by theme.",
            Checkout.Tests.Where(static file => file.Lines > TestFileCap).Select(static file => $"{file.Path} {file.Lines}"));

    [Theory]
    [InlineData(0.5, 80)]
    [InlineData(0.9, 250)]
    public void ProductFiles_Percentile_StaysUnderTheLimit(double share, int limit) =>
        Assert.InRange(Expect.Percentile(Checkout.Product.Select(static file => file.Lines), share), 0, limit);

    [Fact]
    public void Functions_Lines_StayUnderTheCap() =>
        Expect.None(
            $"At most {FunctionCap} lines a function.",
            from file in Checkout.Sources
            from function in Functions(file)
            let lines = Lines(function)
            where lines > FunctionCap
            select $"{file.At(function)} {lines}");

    [Fact]
    public void ProductFunctions_NinetiethPercentile_IsAtMost35Lines() =>
        Assert.InRange(Expect.Percentile(Checkout.Product.SelectMany(Functions).Select(Lines), 0.9), 0, 35);

    private static IEnumerable<SyntaxNode> Functions(SourceFile file) =>
        file.Unit.DescendantNodes().Where(static node => node switch
        {
            BaseMethodDeclarationSyntax method => method.Body is not null || method.ExpressionBody is not null,
            AccessorDeclarationSyntax accessor => accessor.Body is not null,
            LocalFunctionStatementSyntax => true,
            _ => false,
        });

    private static int Lines(SyntaxNode node)
    {
        FileLinePositionSpan span = node.GetLocation().GetLineSpan();
        return span.EndLinePosition.Line - span.StartLinePosition.Line + 1;
    }
}
