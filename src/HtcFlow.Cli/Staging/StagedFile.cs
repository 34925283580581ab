namespace HtcFlow.Cli.Staging;

/// <summary>A file of this machine with the hash of its content.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Sha256">Its hash in lower-case hexadecimal.</param>
/// <param name="Bytes">Its size.</param>
internal sealed record StagedFile(string Path, string Sha256, long Bytes);
