using System.Text.Json.Serialization;

namespace HtcFlow.Cli.Calibrating.Book;

/// <summary>JSON of the book of a calibration.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectRequiredConstructorParameters = true, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(CalibrationBook))]
internal sealed partial class CalibrationJson : JsonSerializerContext;
