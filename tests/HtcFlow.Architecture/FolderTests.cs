using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace HtcFlow.Architecture;

/// <summary>Folders are nouns of the domain, small and shallow.</summary>
public sealed class FolderTests
{
    private const int FilesPerFolder = 15;
    private const int Depth = 3;

    private static readonly string[] s_brooms =
        ["Utils", "Util", "Utilities", "Helpers", "Helper", "Common", "Shared", "Misc", "Models", "Interfaces", "Extensions", "Manager", "Managers"];

    [Fact]
    public void Folders_Files_AreAtMost15() =>
        Expect.None(
            $"At most {FilesPerFolder} C# files a folder.",
            from file in Checkout.Sources
            group file by file.Folder into folder
            where folder.Count() > FilesPerFolder
            select $"{folder.Key} {folder.Count()}");

    [Fact]
    public void Folders_Depth_IsAtMost3BelowTheProject() =>
        Expect.None(
            $"At most {Depth} folders below a project.",
            Checkout.Sources.Where(static file => file.Path.Split('/').Length - 3 > Depth).Select(static file => file.Path));

    [Fact]
    public void Folders_Names_SayWhatIsInThem() =>
        Expect.None(
            "These names say nothing about what is inside.",
            Checkout.Sources
                .Where(static file => file.Folder.Split('/').Intersect(s_brooms, StringComparer.OrdinalIgnoreCase).Any())
                .Select(static file => file.Folder)
                .Distinct());

    [Fact]
    public void Namespaces_AreFileScopedAndMatchTheFolder() =>
        Expect.None(
            "A file's namespace is file-scoped and spells its project and folders.",
            from file in Checkout.Sources
            where file.Unit.Members.Any(static member => member is not GlobalStatementSyntax)
            let expected = string.Join('.', file.Folder.Split('/').Skip(1))
            let actual = file.All<FileScopedNamespaceDeclarationSyntax>().FirstOrDefault()?.Name.ToString()
            where actual != expected
            select $"{file.Path}: {actual ?? "(none)"}, expected {expected}");
}
