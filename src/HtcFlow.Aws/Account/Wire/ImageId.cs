using System.Text.Json.Serialization;

namespace HtcFlow.Aws.Account.Wire;

/// <summary>Tag or digest of an image.</summary>
internal sealed record ImageId(
    [property: JsonPropertyName("imageTag")] string? ImageTag,
    [property: JsonPropertyName("imageDigest")] string? ImageDigest);
