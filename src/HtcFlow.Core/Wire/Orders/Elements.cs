using System.Globalization;
using System.Text.Json;

namespace HtcFlow.Core.Wire.Orders;

/// <summary>Reads members of JSON objects; one that is absent gives the default, so that an older order can be read.</summary>
internal static class Elements
{
    public static JsonElement Required(this JsonElement parent, string name) =>
        parent.TryGetProperty(name, out JsonElement member) && member.ValueKind != JsonValueKind.Null
            ? member
            : throw new FormatException($"'{name}' is missing.");

    public static string Text(this JsonElement parent, string name) =>
        parent.Required(name).GetString() ?? throw new FormatException($"'{name}' is no text.");

    public static string Text(this JsonElement parent, string name, string fallback) =>
        parent.Has(name, out JsonElement member) ? member.GetString() ?? fallback : fallback;

    public static long Number(this JsonElement parent, string name, long fallback) =>
        parent.Has(name, out JsonElement member) ? member.GetInt64() : fallback;

    public static int Small(this JsonElement parent, string name, int fallback) =>
        parent.Has(name, out JsonElement member) ? member.GetInt32() : fallback;

    public static double Fraction(this JsonElement parent, string name) =>
        parent.Has(name, out JsonElement member) ? member.GetDouble() : 0;

    public static bool Flag(this JsonElement parent, string name) =>
        parent.Has(name, out JsonElement member) && member.GetBoolean();

    /// <summary>Reads a time span in the constant format <c>[d.]hh:mm:ss[.fffffff]</c>.</summary>
    public static TimeSpan Span(this JsonElement parent, string name, TimeSpan fallback) =>
        parent.Has(name, out JsonElement member)
            ? TimeSpan.ParseExact(member.GetString() ?? "", "c", CultureInfo.InvariantCulture)
            : fallback;

    public static T[] List<T>(this JsonElement parent, string name, Func<JsonElement, T> read) =>
        parent.Has(name, out JsonElement member) ? [.. member.EnumerateArray().Select(read)] : [];

    public static Dictionary<string, T> Map<T>(this JsonElement parent, string name, Func<JsonElement, T> read)
    {
        var map = new Dictionary<string, T>(StringComparer.Ordinal);
        if (parent.Has(name, out JsonElement member))
        {
            foreach (JsonProperty property in member.EnumerateObject())
            {
                map[property.Name] = read(property.Value);
            }
        }

        return map;
    }

    public static string Whole(this JsonElement element) => element.GetString() ?? throw new FormatException("A text is missing.");

    private static bool Has(this JsonElement parent, string name, out JsonElement member) =>
        parent.TryGetProperty(name, out member) && member.ValueKind != JsonValueKind.Null;
}
