using HtcFlow.Testing;

namespace HtcFlow.Campaigns.Tests;

/// <summary>The sample campaigns.</summary>
internal static class Sample
{
    private static string Folder => Path.Combine(SourceTree.Root, "tests", "HtcFlow.Campaigns.Tests", "Samples");

    /// <summary>Names of all samples.</summary>
    public static IEnumerable<string> Names => Directory.EnumerateFiles(Folder, "*.yaml").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal);

    /// <summary>Text of a sample.</summary>
    public static string Text(string name) => File.ReadAllText(Path.Combine(Folder, name + ".yaml"));

    /// <summary>The example of everything in the language reference.</summary>
    public static string FromDocumentation()
    {
        string[] lines = File.ReadAllLines(Path.Combine(SourceTree.Root, "docs", "campaign-file.md"));
        return string.Join('\n', lines.SkipWhile(line => line != "```yaml").Skip(1).TakeWhile(line => line != "```")) + "\n";
    }

    /// <summary>The language reference.</summary>
    public static string Documentation() => File.ReadAllText(Path.Combine(SourceTree.Root, "docs", "campaign-file.md"));
}
