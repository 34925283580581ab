namespace HtcFlow.Objects.Transfer;

/// <summary>What a push stored.</summary>
/// <param name="Bytes">Size of the file.</param>
/// <param name="StoredBytes">Size of the object; smaller when it compressed well.</param>
/// <param name="Sha256">Hash of the file's content, lower-case hexadecimal.</param>
public sealed record PushedFile(long Bytes, long StoredBytes, string Sha256);
