using System.Text.Json.Serialization;

namespace HtcFlow.Core.Wire;

/// <summary>One acknowledged file of an attempt.</summary>
/// <param name="Name">Path relative to the scratch directory.</param>
/// <param name="Key">Key in the store.</param>
/// <param name="Bytes">Size before compression.</param>
/// <param name="StoredBytes">Size in the store.</param>
/// <param name="Sha256">Hash of the uncompressed content, lower-case hexadecimal.</param>
/// <param name="Mode">Permission bits.</param>
public sealed record StoredFile(string Name, string Key, long Bytes, long StoredBytes, string Sha256, int Mode)
{
    /// <summary>Whether the stored object is an LZ4 frame.</summary>
    [JsonIgnore]
    public bool IsCompressed => Key.EndsWith(".lz4", StringComparison.Ordinal);
}
