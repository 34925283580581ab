using System.Text.Json.Serialization;
using HtcFlow.Core.Campaigns;

namespace HtcFlow.Core.Wire;

/// <summary>JSON of everything that leaves the process, generated at compile time so that the runner needs no reflection.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(CampaignSpec))]
[JsonSerializable(typeof(StageOrder))]
[JsonSerializable(typeof(AttemptReport))]
[JsonSerializable(typeof(CheckpointManifest))]
public sealed partial class WireJson : JsonSerializerContext;
