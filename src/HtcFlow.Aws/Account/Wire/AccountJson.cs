using System.Text.Json.Serialization;

namespace HtcFlow.Aws.Account.Wire;

/// <summary>JSON of the services that are asked about an account; each writes names in its own way.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(QuotaBody))]
[JsonSerializable(typeof(QuotaReply))]
[JsonSerializable(typeof(ImagesBody))]
[JsonSerializable(typeof(ImagesReply))]
internal sealed partial class AccountJson : JsonSerializerContext;
