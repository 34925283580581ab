using System.Text.Json.Serialization;

namespace HtcFlow.Cli.Staging;

/// <summary>JSON of the plan in the store, in the manner of <see cref="Core.Wire.WireJson"/>.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(StoredPlan))]
internal sealed partial class StagingJson : JsonSerializerContext;
