using System.Reflection;

namespace HtcFlow.Testing;

/// <summary>Finds the checkout that the running tests were built from.</summary>
public static class SourceTree
{
    // The build maps the checkout's root to this prefix, so that no machine's paths are in a binary (PathMap).
    private const string MappedRoot = "/_/";

    private static readonly Lazy<string> s_root = new(FindRoot);

    /// <summary>The checkout's root: HTCFLOW_ROOT where it is set, else where the tests were built.</summary>
    public static string Root => s_root.Value;

    /// <summary>The real path of a source file that the compiler named.</summary>
    public static string Resolve(string compilerPath) => compilerPath.StartsWith(MappedRoot, StringComparison.Ordinal)
        ? Path.Combine(Root, compilerPath[MappedRoot.Length..])
        : compilerPath;

    /// <summary>The directory of the project that a source file belongs to.</summary>
    public static string ProjectOf(string sourceFile) =>
        Above(Path.GetDirectoryName(sourceFile), static directory => Directory.EnumerateFiles(directory, "*.csproj").Any())
        ?? throw new InvalidOperationException($"No project file above {sourceFile}.");

    private static string FindRoot() =>
        Environment.GetEnvironmentVariable("HTCFLOW_ROOT")
        ?? typeof(SourceTree).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(static data => data.Key == "Checkout").Value
        ?? throw new InvalidOperationException("The build names no checkout; set HTCFLOW_ROOT.");

    private static string? Above(string? directory, Func<string, bool> isIt)
    {
        while (directory is not null && !(Directory.Exists(directory) && isIt(directory)))
        {
            directory = Path.GetDirectoryName(directory);
        }

        return directory;
    }
}
