using System.Text.Json;
using System.Text.Json.Serialization;

namespace HtcFlow.Aws.Json;

/// <summary>Writes a member of an enumeration as Batch does (<c>N_TO_N</c>); a word that is not known becomes the first member, None.</summary>
internal sealed class WordConverter<T> : JsonConverter<T>
    where T : struct, Enum
{
    private static readonly Dictionary<string, T> s_values = Enum.GetValues<T>()
        .Where(static value => !EqualityComparer<T>.Default.Equals(value, default))
        .ToDictionary(static value => JsonNamingPolicy.SnakeCaseUpper.ConvertName(value.ToString()), StringComparer.Ordinal);

    private static readonly Dictionary<T, string> s_words = s_values.ToDictionary(static pair => pair.Value, static pair => pair.Key);

    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetString() is { } word ? s_values.GetValueOrDefault(word) : default;

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(s_words[value]);
}
