using System.Text;
using HtcFlow.Core.Ports;

namespace HtcFlow.Campaigns;

/// <summary>Files that exist only in memory: the twin for tests and for checking a campaign that is not on a disk.</summary>
public sealed class MemoryCampaignFiles : ICampaignFiles
{
    private readonly Dictionary<string, byte[]> _files = new(StringComparer.Ordinal);

    /// <summary>Adds or replaces a text file, encoded as UTF-8.</summary>
    public MemoryCampaignFiles Add(string path, string text) => Add(path, Encoding.UTF8.GetBytes(text));

    /// <summary>Adds or replaces a file.</summary>
    public MemoryCampaignFiles Add(string path, byte[] content)
    {
        _files[path] = content;
        return this;
    }

    /// <inheritdoc/>
    public long? SizeOf(string path) => _files.TryGetValue(path, out byte[]? content) ? content.Length : null;

    /// <inheritdoc/>
    public bool IsDirectory(string path) => _files.Keys.Any(file => file.StartsWith(path + "/", StringComparison.Ordinal));

    /// <inheritdoc/>
    public byte[] Read(string path) => _files.TryGetValue(path, out byte[]? content)
        ? content
        : throw new FaultException(FaultKind.Gone, "read", path, "there is no such file");
}
