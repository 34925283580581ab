namespace HtcFlow.Testing;

/// <summary>A new empty directory that is deleted with everything in it when the test is over.</summary>
public sealed class TempDirectory : IDisposable
{
    private const int MostTries = 50;

    /// <summary>Makes the directory under the system's temporary directory.</summary>
    public TempDirectory() => Root = Directory.CreateTempSubdirectory("htcflow-test-").FullName;

    /// <summary>The directory's absolute path.</summary>
    public string Root { get; }

    /// <summary>The absolute path of something in it, which need not exist.</summary>
    public string At(params ReadOnlySpan<string> parts) => Path.Combine([Root, .. parts]);

    /// <summary>Writes a file and the directories above it, and returns its absolute path.</summary>
    public string Write(string name, string text)
    {
        string path = At(name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    /// <summary>Every file in it, as paths relative to it with '/' between the parts, in ordinal order.</summary>
    public IReadOnlyList<string> Files() =>
        [.. Directory.EnumerateFiles(Root, "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Root, path))
            .Order(StringComparer.Ordinal)];

    /// <summary>Deletes the directory. Files that dying processes still add are tried a few times, then left behind.</summary>
    public void Dispose()
    {
        for (int tries = 0; tries < MostTries && Directory.Exists(Root); tries++)
        {
            try
            {
                Directory.Delete(Root, recursive: true);
            }
            catch (IOException)
            {
                Thread.Yield();
            }
        }
    }
}
