using System.Text.Json;
using System.Text.Json.Serialization;
using HtcFlow.Core.Campaigns;

namespace HtcFlow.Core.Wire;

/// <summary>JSON of everything that leaves the process, generated at compile time so that the runner needs no reflection.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(CampaignSpec))]
[JsonSerializable(typeof(StageOrder))]
[JsonSerializable(typeof(AttemptReport))]
[JsonSerializable(typeof(CheckpointManifest))]
public sealed partial class WireJson : JsonSerializerContext
{
    /// <summary>Whether an exception means that the text is damaged: no JSON, an unknown kind, or values that a constructor refuses.</summary>
    internal static bool IsDamage(Exception exception) =>
        exception is JsonException or NotSupportedException or ArgumentException or InvalidDataException;
}
