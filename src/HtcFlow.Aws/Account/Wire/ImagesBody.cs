using System.Text.Json.Serialization;

namespace HtcFlow.Aws.Account.Wire;

/// <summary>Request of DescribeImages.</summary>
internal sealed record ImagesBody(
    [property: JsonPropertyName("registryId")] string? RegistryId,
    [property: JsonPropertyName("repositoryName")] string RepositoryName,
    [property: JsonPropertyName("imageIds")] IReadOnlyList<ImageId> ImageIds);
