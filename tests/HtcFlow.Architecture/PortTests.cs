using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace HtcFlow.Architecture;

/// <summary>A port is small and says who owns it, who may call it and what survives a crash.</summary>
public sealed class PortTests
{
    private const int Members = 7;

    [Fact]
    public void Ports_Members_AreAtMost7() =>
        Expect.None(
            $"A port has at most {Members} members.",
            Ports().Where(static port => port.Type.Members.Count > Members).Select(static port => $"{port.At} {port.Type.Members.Count}"));

    [Fact]
    public void Ports_Remarks_AreWritten() =>
        Expect.None(
            "A port's <remarks> say who owns it, who may call it and what survives a crash.",
            Ports()
                .Where(static port => !port.Type.GetLeadingTrivia().ToFullString().Contains("<remarks>", StringComparison.Ordinal))
                .Select(static port => port.At));

    private static IEnumerable<(InterfaceDeclarationSyntax Type, string At)> Ports() =>
        from file in Checkout.Product
        where file.Folder == "src/HtcFlow.Core/Ports"
        from type in file.All<InterfaceDeclarationSyntax>()
        select (type, $"{file.At(type)} {type.Identifier.Text}");
}
