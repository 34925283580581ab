using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace HtcFlow.Architecture;

/// <summary>What a type and its file look like.</summary>
public sealed class TypeTests
{
    [Fact]
    public void Files_TopLevelTypes_AreOneAndGiveTheFileItsName() =>
        Expect.None(
            "One top-level type a file, and the file begins with its name (Thing.cs, Thing.Log.cs).",
            from file in Checkout.Sources
            let names = TopLevelNames(file).Distinct().ToArray()
            where names.Length > 1 || (names.Length == 1 && file.Stem.Split('.', '{')[0] != names[0])
            select $"{file.Path}: {string.Join(", ", names)}");

    [Fact]
    public void Classes_AreSealedUnlessMadeToBeDerivedFrom()
    {
        HashSet<string> bases = [.. Checkout.Sources.SelectMany(static file => file.All<BaseTypeSyntax>()).Select(static type => SimpleName(type.Type))];
        HashSet<string> closed = [.. Checkout.Sources.SelectMany(static file => file.All<TypeDeclarationSyntax>()).Where(IsClosed).Select(NameOf)];
        Expect.None(
            "A class or record is sealed, static or abstract, or something derives from it.",
            from file in Checkout.Sources
            from type in file.All<TypeDeclarationSyntax>()
            where IsClass(type) && !closed.Contains(NameOf(type)) && !bases.Contains(NameOf(type))
            select $"{file.At(type)} {NameOf(type)}");
    }

    [Fact]
    public void Catches_OfEveryException_AreAtMostThree()
    {
        string[] places =
            [.. from file in Checkout.Product
                from clause in file.All<CatchClauseSyntax>()
                where clause.Filter is null && (clause.Declaration is null || SimpleName(clause.Declaration.Type) == "Exception")
                select file.At(clause)];
        Assert.True(places.Length <= 3, $"catch (Exception) without a filter stands in at most three places:\n  {string.Join("\n  ", places)}");
    }

    private static IEnumerable<string> TopLevelNames(SourceFile file) =>
        file.Unit.DescendantNodes(static node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax)
            .Select(static node => node switch
            {
                BaseTypeDeclarationSyntax type => type.Identifier.Text,
                DelegateDeclarationSyntax type => type.Identifier.Text,
                _ => null,
            })
            .OfType<string>();

    private static bool IsClass(TypeDeclarationSyntax type) =>
        type is ClassDeclarationSyntax || (type is RecordDeclarationSyntax record && !record.ClassOrStructKeyword.IsKind(SyntaxKind.StructKeyword));

    // A partial type says it in one of its parts, so this goes by name.
    private static bool IsClosed(TypeDeclarationSyntax type) =>
        type.Modifiers.Any(SyntaxKind.SealedKeyword) || type.Modifiers.Any(SyntaxKind.StaticKeyword) || type.Modifiers.Any(SyntaxKind.AbstractKeyword);

    private static string NameOf(TypeDeclarationSyntax type) => type.Identifier.Text;

    private static string SimpleName(TypeSyntax type) => type switch
    {
        QualifiedNameSyntax qualified => qualified.Right.Identifier.Text,
        SimpleNameSyntax simple => simple.Identifier.Text,
        _ => type.ToString(),
    };
}
