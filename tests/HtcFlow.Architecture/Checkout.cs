using System.Xml.Linq;
using HtcFlow.Testing;

namespace HtcFlow.Architecture;

/// <summary>The tree that these tests read: every C# file, every project file, every text file.</summary>
internal static class Checkout
{
    private static readonly string[] s_notOurs = ["artifacts", "bin", "obj", "node_modules"];

    private static readonly Lazy<SourceFile[]> s_sources = new(() =>
        [.. Files("src").Concat(Files("tests")).Where(static path => path.EndsWith(".cs", StringComparison.Ordinal))
            .AsParallel().AsOrdered().Select(static path => SourceFile.Read(SourceTree.Root, path))]);

    /// <summary>Every C# file under src/ and tests/.</summary>
    public static IReadOnlyList<SourceFile> Sources => s_sources.Value;

    /// <summary>Every C# file under src/.</summary>
    public static IEnumerable<SourceFile> Product => Sources.Where(static file => file.IsProduct);

    /// <summary>Every C# file under tests/.</summary>
    public static IEnumerable<SourceFile> Tests => Sources.Where(static file => !file.IsProduct);

    /// <summary>Every project file, relative to the checkout.</summary>
    public static IEnumerable<string> Projects =>
        Files("src").Concat(Files("tests")).Where(static path => path.EndsWith(".csproj", StringComparison.Ordinal));

    /// <summary>The files below a folder of the checkout, without what builds left there; "." is the checkout itself.</summary>
    public static IEnumerable<string> Files(string folder)
    {
        string top = Path.Combine(SourceTree.Root, folder);
        return Directory.Exists(top) ? Walk(top).Order(StringComparer.Ordinal) : [];
    }

    /// <summary>The text of a file named relative to the checkout.</summary>
    public static string Text(string path) => File.ReadAllText(Path.Combine(SourceTree.Root, path));

    /// <summary>The lines of a file named relative to the checkout.</summary>
    public static string[] Lines(string path) => File.ReadAllLines(Path.Combine(SourceTree.Root, path));

    /// <summary>Whether a file named relative to the checkout is there.</summary>
    public static bool Has(string path) => File.Exists(Path.Combine(SourceTree.Root, path));

    /// <summary>A project or properties file as XML.</summary>
    public static XDocument Xml(string path) => XDocument.Parse(Text(path));

    /// <summary>The value of an MSBuild property in a project or properties file, or null.</summary>
    public static string? Property(string path, string name) =>
        Xml(path).Descendants(name).Select(static element => element.Value).FirstOrDefault();

    private static IEnumerable<string> Walk(string directory)
    {
        foreach (string file in Directory.EnumerateFiles(directory))
        {
            yield return Path.GetRelativePath(SourceTree.Root, file);
        }

        foreach (string below in Directory.EnumerateDirectories(directory))
        {
            string name = Path.GetFileName(below);
            if (s_notOurs.Contains(name) || name == ".git")
            {
                continue;
            }

            foreach (string file in Walk(below))
            {
                yield return file;
            }
        }
    }
}
