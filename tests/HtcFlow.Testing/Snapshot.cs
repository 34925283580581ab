using System.Runtime.CompilerServices;

namespace HtcFlow.Testing;

/// <summary>Compares text with the file that a reviewer approved: what a person sees on the screen is the expected value.</summary>
/// <remarks>
/// The file is <c>Snapshots/&lt;TestClass&gt;.&lt;name&gt;.txt</c> in the test's project. <c>HTCFLOW_UPDATE_SNAPSHOTS=1</c>
/// writes the files anew (look at the diff before you commit it); where <c>CI=true</c> that is refused.
/// </remarks>
public static class Snapshot
{
    /// <summary>Compares <paramref name="actual"/> with the approved text named <paramref name="name"/>.</summary>
    /// <param name="actual">The text to check; line ends may be of either kind.</param>
    /// <param name="name">Names the snapshot; the calling method's name by default.</param>
    /// <param name="file">Filled in by the compiler: the source file of the test.</param>
    /// <exception cref="SnapshotException">The texts differ, or there is no approved text yet.</exception>
    public static void Match(string actual, [CallerMemberName] string name = "", [CallerFilePath] string file = "")
    {
        string source = SourceTree.Resolve(file);
        string path = Path.Combine(
            SourceTree.ProjectOf(source), "Snapshots", $"{Path.GetFileNameWithoutExtension(source)}.{name}.txt");
        string text = Normalize(actual);
        if (Environment.GetEnvironmentVariable("HTCFLOW_UPDATE_SNAPSHOTS") == "1")
        {
            Update(path, text);
            return;
        }

        if (!File.Exists(path))
        {
            throw new SnapshotException($"No approved text at {path}. HTCFLOW_UPDATE_SNAPSHOTS=1 writes it. It would be:\n{text}");
        }

        string approved = Normalize(File.ReadAllText(path));
        if (approved != text)
        {
            throw new SnapshotException($"Differs from {path}\n{FirstDifference(approved, text)}\nThe whole text now:\n{text}");
        }
    }

    private static void Update(string path, string text)
    {
        if (Environment.GetEnvironmentVariable("CI") == "true")
        {
            throw new SnapshotException("Snapshots are approved by a person: HTCFLOW_UPDATE_SNAPSHOTS is refused where CI=true.");
        }

        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    // Editors end a text file with a line end and strip blanks at the end of lines; neither is what a snapshot is about.
    private static string Normalize(string text) =>
        string.Join('\n', text.ReplaceLineEndings("\n").Split('\n').Select(static line => line.TrimEnd())).TrimEnd('\n') + "\n";

    private static string FirstDifference(string approved, string actual)
    {
        string[] want = approved.Split('\n');
        string[] have = actual.Split('\n');
        int i = 0;
        while (i < want.Length && i < have.Length && want[i] == have[i])
        {
            i++;
        }

        return $"line {i + 1}\n  approved: {Line(want, i)}\n  now:      {Line(have, i)}";
    }

    private static string Line(string[] lines, int i) => i < lines.Length ? lines[i] : "(no such line)";
}
