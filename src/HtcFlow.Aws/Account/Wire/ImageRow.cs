using System.Text.Json.Serialization;

namespace HtcFlow.Aws.Account.Wire;

/// <summary>An image; its time is in seconds since 1970.</summary>
internal sealed record ImageRow(
    [property: JsonPropertyName("imageDigest")] string? ImageDigest,
    [property: JsonPropertyName("imageTags")] IReadOnlyList<string>? ImageTags,
    [property: JsonPropertyName("imageSizeInBytes")] long ImageSizeInBytes,
    [property: JsonPropertyName("imagePushedAt")] double? ImagePushedAt);
