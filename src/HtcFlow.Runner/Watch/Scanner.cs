using System.IO.Enumeration;
using HtcFlow.Runner.Kernel;

namespace HtcFlow.Runner.Watch;

/// <summary>Lists what lies in a scratch directory, the source of truth; inotify only says when looking is worth it.</summary>
internal static class Scanner
{
    /// <summary>The runner's own corner of a scratch directory, never an output.</summary>
    public const string Own = ".htcflow";

    /// <summary>Collects the files and links below a directory; links are never followed, what vanishes meanwhile is left out.</summary>
    /// <param name="root">Scratch directory.</param>
    /// <param name="onDirectory">Told every directory (relative, empty for the root) before it is listed, so that a watch set there
    /// misses nothing that the listing does not see.</param>
    public static List<ScannedFile> Scan(string root, Action<string>? onDirectory = null)
    {
        var files = new List<ScannedFile>();
        Scan(root, files, "", onDirectory);
        return files;
    }

    /// <summary>Adds what lies below one directory of a scratch directory.</summary>
    /// <param name="root">Scratch directory.</param>
    /// <param name="files">Receives the files.</param>
    /// <param name="below">Directory, relative to the root; empty for the root itself.</param>
    /// <param name="onDirectory">Told every directory before it is listed.</param>
    public static void Scan(string root, List<ScannedFile> files, string below, Action<string>? onDirectory)
    {
        if (below == Own)
        {
            return;
        }

        var pending = new Stack<string>();
        pending.Push(below);
        while (pending.TryPop(out string? directory))
        {
            onDirectory?.Invoke(directory);
            foreach (string name in NamesIn(Path.Combine(root, directory)))
            {
                string path = directory.Length == 0 ? name : directory + "/" + name;
                if (path == Own || FileStatus.Of(Path.Combine(root, path)) is not { } status)
                {
                    // A name that is not UTF-8 cannot be found under its decoded form: it is kept, so that it can be complained about.
                    if (name.Contains('\uFFFD', StringComparison.Ordinal))
                    {
                        files.Add(new ScannedFile(path, default));
                    }

                    continue;
                }

                if (status.IsDirectory)
                {
                    pending.Push(path);
                }
                else
                {
                    files.Add(new ScannedFile(path, status));
                }
            }
        }
    }

    private static List<string> NamesIn(string directory)
    {
        var names = new List<string>();
        try
        {
            names.AddRange(new FileSystemEnumerable<string>(
                directory,
                static (ref FileSystemEntry entry) => entry.FileName.ToString(),
                new EnumerationOptions { AttributesToSkip = FileAttributes.None, IgnoreInaccessible = true }));
        }
        catch (IOException)
        {
            // Removed, or replaced by something else, between two looks: as if it had never been there.
        }

        return names;
    }
}
