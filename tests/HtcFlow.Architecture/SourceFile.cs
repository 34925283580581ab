using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace HtcFlow.Architecture;

/// <summary>One C# file of the tree, parsed.</summary>
/// <param name="Path">Relative to the checkout, with '/'.</param>
/// <param name="Project">The project's name, which is its folder's.</param>
/// <param name="Lines">The number of lines.</param>
/// <param name="Unit">The syntax tree's root.</param>
internal sealed record SourceFile(string Path, string Project, int Lines, CompilationUnitSyntax Unit)
{
    private static readonly CSharpParseOptions s_options = new(LanguageVersion.Preview);

    /// <summary>The folder, relative to the checkout.</summary>
    public string Folder => Path[..Path.LastIndexOf('/')];

    /// <summary>Whether this is the product rather than its tests.</summary>
    public bool IsProduct => Path.StartsWith("src/", StringComparison.Ordinal);

    /// <summary>The file's name without the last extension.</summary>
    public string Stem => System.IO.Path.GetFileNameWithoutExtension(Path);

    /// <summary>All nodes of one kind, in reading order.</summary>
    public IEnumerable<T> All<T>()
        where T : SyntaxNode => Unit.DescendantNodes().OfType<T>();

    /// <summary>Where a node begins, as <c>path:line</c>.</summary>
    public string At(SyntaxNode node) => $"{Path}:{node.GetLocation().GetLineSpan().StartLinePosition.Line + 1}";

    /// <summary>Reads and parses one file; <paramref name="path"/> is relative to <paramref name="root"/>.</summary>
    public static SourceFile Read(string root, string path)
    {
        string text = File.ReadAllText(System.IO.Path.Combine(root, path));
        var unit = (CompilationUnitSyntax)CSharpSyntaxTree.ParseText(text, s_options).GetRoot();
        return new SourceFile(path, path.Split('/')[1], text.AsSpan().TrimEnd('\n').Count('\n') + 1, unit);
    }
}
