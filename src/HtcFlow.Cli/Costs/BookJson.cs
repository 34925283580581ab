using System.Text.Json.Serialization;
using HtcFlow.Core.Money.Instances;

namespace HtcFlow.Cli.Costs;

/// <summary>JSON of the book of instances.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectRequiredConstructorParameters = true, RespectNullableAnnotations = true, UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(InstanceLook))]
internal sealed partial class BookJson : JsonSerializerContext;
