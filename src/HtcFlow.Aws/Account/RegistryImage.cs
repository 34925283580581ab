namespace HtcFlow.Aws.Account;

/// <summary>An image as its registry knows it.</summary>
/// <param name="Digest">Digest of its manifest.</param>
/// <param name="Tags">Its tags.</param>
/// <param name="CompressedBytes">Size as it is pulled; 0 for an image of several platforms.</param>
/// <param name="PushedAt">When it was pushed.</param>
public sealed record RegistryImage(string Digest, IReadOnlyList<string> Tags, long CompressedBytes, DateTimeOffset? PushedAt);
