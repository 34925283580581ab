using System.Text.Json;
using HtcFlow.AwsEmulator.Batch;
using HtcFlow.AwsEmulator.Http;
using HtcFlow.AwsEmulator.Options;

namespace HtcFlow.AwsEmulator.Account;

/// <summary>ECR: which images are there. A repository exists once an image of it is named in the options.</summary>
internal sealed class EcrService() : TargetService("ecr", "AmazonEC2ContainerRegistry_V20150921")
{
    private const int ImageBytes = 123_456_789;

    protected override IReadOnlyCollection<string> Operations { get; } = ["DescribeImages"];

    protected override Action<Utf8JsonWriter> Write(ServiceCall call, JsonElement input)
    {
        string repository = input.Text("repositoryName") ?? "";
        EmulatorOptions options = call.Region.Emulator.Options;
        string registry = $"{options.AccountId}.dkr.ecr.{call.Region.Name}.amazonaws.com/{repository}";
        var known = (from image in options.Images
                     let cut = image.Key.LastIndexOf(':')
                     let name = cut > image.Key.LastIndexOf('/') ? image.Key[..cut] : image.Key
                     where name == registry || name == repository
                     select (Tag: name.Length == image.Key.Length ? "latest" : image.Key[(cut + 1)..], image.Value)).ToList();
        if (known.Count == 0)
        {
            throw new ServiceFault("RepositoryNotFoundException", 400, $"The repository with name '{repository}' does not exist in the registry with id '{options.AccountId}'");
        }

        List<string> wanted = [.. input.Items("imageIds").Select(static id => id.Text("imageTag")).OfType<string>()];
        string? missing = wanted.Find(tag => !known.Exists(image => image.Tag == tag && !image.Value.IsMissing));
        if (missing is not null)
        {
            throw new ServiceFault("ImageNotFoundException", 400, $"The image with imageId {{imageDigest:'null', imageTag:'{missing}'}} does not exist within the repository with name '{repository}' in the registry with id '{options.AccountId}'");
        }

        return json =>
        {
            json.WriteStartArray("imageDetails");
            foreach ((string tag, _) in known.Where(image => !image.Value.IsMissing && (wanted.Count == 0 || wanted.Contains(image.Tag))))
            {
                json.WriteStartObject();
                json.WriteString("registryId", options.AccountId);
                json.WriteString("repositoryName", repository);
                json.WriteString("imageDigest", "sha256:" + Signing.CanonicalText.Hash(System.Text.Encoding.UTF8.GetBytes(repository + tag)));
                json.WriteStartArray("imageTags");
                json.WriteStringValue(tag);
                json.WriteEndArray();
                json.WriteNumber("imageSizeInBytes", ImageBytes);
                json.WriteNumber("imagePushedAt", call.Region.Emulator.ServiceNow.AddDays(-1).ToUnixTimeSeconds());
                json.WriteEndObject();
            }

            json.WriteEndArray();
        };
    }
}
