using HtcFlow.Core.Ports;

namespace HtcFlow.Campaigns;

/// <summary>The files of this machine.</summary>
public sealed class DiskCampaignFiles : ICampaignFiles
{
    /// <inheritdoc/>
    public long? SizeOf(string path) => Ask("look at", path, static file =>
    {
        var info = new FileInfo(file);
        return info.Exists ? info.Length : (long?)null;
    });

    /// <inheritdoc/>
    public bool IsDirectory(string path) => Directory.Exists(path);

    /// <inheritdoc/>
    public byte[] Read(string path) => Ask("read", path, File.ReadAllBytes);

    private static T Ask<T>(string operation, string path, Func<string, T> question)
    {
        try
        {
            return question(path);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new FaultException(FaultKind.Denied, operation, path, "permission denied", e);
        }
        catch (IOException e)
        {
            bool gone = e is FileNotFoundException or DirectoryNotFoundException;
            throw new FaultException(gone ? FaultKind.Gone : FaultKind.Broken, operation, path, e.Message, e);
        }
    }
}
