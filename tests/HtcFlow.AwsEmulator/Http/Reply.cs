namespace HtcFlow.AwsEmulator.Http;

/// <summary>An answer.</summary>
/// <param name="Status">Status of HTTP.</param>
/// <param name="ContentType">Type of the body.</param>
/// <param name="Body">Body.</param>
/// <param name="Error">Name of the error for the header that carries it; null for none.</param>
internal sealed record Reply(int Status, string ContentType, byte[] Body, string? Error = null);
