using System.IO.Enumeration;
using HtcFlow.Objects.Posix;

namespace HtcFlow.Objects.Stores;

/// <summary>Finds and removes what killed writers left behind.</summary>
internal static class Leftovers
{
    public static int Remove(string root, DateTimeOffset olderThan, CancellationToken cancellationToken)
    {
        var options = new EnumerationOptions
        {
            RecurseSubdirectories = true,
            IgnoreInaccessible = true,
            AttributesToSkip = FileAttributes.ReparsePoint,
        };
        var found = new FileSystemEnumerable<string>(
            root + "/", (ref FileSystemEntry entry) => entry.ToFullPath(), options)
        {
            ShouldIncludePredicate = (ref FileSystemEntry entry) =>
                entry.FileName.StartsWith(TemporaryFile.Prefix) && entry.FileName.EndsWith(TemporaryFile.Suffix)
                && !entry.IsDirectory && entry.LastWriteTimeUtc < olderThan,
        };
        int removed = 0;
        foreach (string path in found)
        {
            cancellationToken.ThrowIfCancellationRequested();
            removed += Libc.Unlink(path) == 0 ? 1 : 0;
        }

        return removed;
    }
}
