using HtcFlow.Core.Ports;

namespace HtcFlow.Campaigns;

/// <summary>The files beside a campaign file: inputs, templates, tables and programs.</summary>
/// <remarks>Owned by the caller of the reader; only read, never written. Paths are absolute.</remarks>
public interface ICampaignFiles
{
    /// <summary>Size of a file in bytes, or null when there is no file of that name.</summary>
    /// <exception cref="FaultException">The disk could not be asked.</exception>
    long? SizeOf(string path);

    /// <summary>Says whether there is a directory of that name.</summary>
    bool IsDirectory(string path);

    /// <summary>Reads a whole file.</summary>
    /// <exception cref="FaultException">The file is not there or cannot be read.</exception>
    byte[] Read(string path);
}
