using System.Security.Cryptography;
using System.Text.Json;

namespace HtcFlow.Core.Wire;

/// <summary>Makes a checkpoint generation valid; written last, never changed, with a hash of its own.</summary>
public sealed record CheckpointManifest
{
    /// <summary>Format version, 1.</summary>
    public int Version { get; init; } = 1;

    /// <summary>Generation, ascending over all attempts of the task, from 1.</summary>
    public required int Sequence { get; init; }

    /// <summary>Attempt that wrote it.</summary>
    public required int Attempt { get; init; }

    /// <summary>Files to restore.</summary>
    public required IReadOnlyList<StoredFile> Files { get; init; }

    /// <summary>Outputs that were acknowledged before the checkpoint was taken; an attempt that goes on from here owns them.</summary>
    public required IReadOnlyList<StoredFile> Outputs { get; init; }

    /// <summary>When it was written.</summary>
    public DateTimeOffset Created { get; init; }

    /// <summary>Build that wrote it.</summary>
    public string Build { get; init; } = "";

    /// <summary>SHA-256 of the manifest with this field empty, lower-case hexadecimal.</summary>
    public string SelfSha256 { get; init; } = "";

    /// <summary>Serialises the manifest with its own hash filled in.</summary>
    public byte[] Seal() =>
        JsonSerializer.SerializeToUtf8Bytes(this with { SelfSha256 = HashOf() }, WireJson.Default.CheckpointManifest);

    /// <summary>Reads a sealed manifest; null when it is torn, damaged or of another version.</summary>
    public static CheckpointManifest? Open(ReadOnlySpan<byte> bytes)
    {
        try
        {
            CheckpointManifest? manifest = JsonSerializer.Deserialize(bytes, WireJson.Default.CheckpointManifest);
            return manifest is { Version: 1 } && manifest.SelfSha256 == manifest.HashOf() ? manifest : null;
        }
        catch (Exception e) when (WireJson.IsDamage(e))
        {
            return null;
        }
    }

    private string HashOf() => Convert.ToHexStringLower(SHA256.HashData(
        JsonSerializer.SerializeToUtf8Bytes(this with { SelfSha256 = "" }, WireJson.Default.CheckpointManifest)));
}
