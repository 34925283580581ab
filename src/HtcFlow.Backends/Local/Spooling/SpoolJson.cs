using System.Text.Json.Serialization;

namespace HtcFlow.Backends.Local.Spooling;

/// <summary>JSON of the spool, generated at compile time.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(SpooledJob))]
internal sealed partial class SpoolJson : JsonSerializerContext;
