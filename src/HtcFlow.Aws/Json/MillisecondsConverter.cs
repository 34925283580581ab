using System.Text.Json;
using System.Text.Json.Serialization;

namespace HtcFlow.Aws.Json;

/// <summary>Batch's times: milliseconds since 1970.</summary>
internal sealed class MillisecondsConverter : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        DateTimeOffset.FromUnixTimeMilliseconds(reader.TryGetInt64(out long whole) ? whole : (long)reader.GetDouble());

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteNumberValue(value.ToUnixTimeMilliseconds());
}
