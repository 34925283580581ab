using System.Text.Json.Serialization;

namespace HtcFlow.Aws.Account.Wire;

/// <summary>Reply of DescribeImages.</summary>
internal sealed record ImagesReply([property: JsonPropertyName("imageDetails")] IReadOnlyList<ImageRow>? ImageDetails);
