using System.Text.Json;
using HtcFlow.AwsEmulator.Http;

namespace HtcFlow.AwsEmulator.Batch;

/// <summary>Reads members of requests; an absent object has no members.</summary>
internal static class JsonReading
{
    /// <summary>A member that is there and not null.</summary>
    public static JsonElement Member(this JsonElement of, string name) =>
        of.ValueKind == JsonValueKind.Object && of.TryGetProperty(name, out JsonElement member) && member.ValueKind != JsonValueKind.Null
            ? member
            : default;

    /// <summary>Whether a member is there.</summary>
    public static bool Has(this JsonElement of, string name) => of.Member(name).ValueKind != JsonValueKind.Undefined;

    /// <summary>A text, or null.</summary>
    public static string? Text(this JsonElement of, string name) => of.Member(name) switch
    {
        { ValueKind: JsonValueKind.Undefined } => null,
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        _ => throw Unreadable(name, "a string"),
    };

    /// <summary>A whole number, or null.</summary>
    public static int? Whole(this JsonElement of, string name) => of.Member(name) switch
    {
        { ValueKind: JsonValueKind.Undefined } => null,
        { ValueKind: JsonValueKind.Number } number when number.TryGetInt32(out int value) => value,
        _ => throw Unreadable(name, "an integer"),
    };

    /// <summary>Whether a member is true; false when it is absent.</summary>
    public static bool Flag(this JsonElement of, string name) => of.Member(name) switch
    {
        { ValueKind: JsonValueKind.Undefined or JsonValueKind.False } => false,
        { ValueKind: JsonValueKind.True } => true,
        _ => throw Unreadable(name, "a boolean"),
    };

    /// <summary>The items of a list; none when it is absent.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement of, string name) => of.Member(name) switch
    {
        { ValueKind: JsonValueKind.Undefined } => [],
        { ValueKind: JsonValueKind.Array } list => list.EnumerateArray(),
        _ => throw Unreadable(name, "a list"),
    };

    /// <summary>The texts of a list.</summary>
    public static List<string> Strings(this JsonElement of, string name) =>
        [.. of.Items(name).Select(item => item.ValueKind == JsonValueKind.String ? item.GetString()! : throw Unreadable(name, "a list of strings"))];

    /// <summary>The pairs of a map of texts.</summary>
    public static Dictionary<string, string> Map(this JsonElement of, string name)
    {
        JsonElement map = of.Member(name);
        var pairs = new Dictionary<string, string>(StringComparer.Ordinal);
        if (map.ValueKind == JsonValueKind.Undefined)
        {
            return pairs;
        }

        if (map.ValueKind != JsonValueKind.Object)
        {
            throw Unreadable(name, "a map");
        }

        foreach (JsonProperty pair in map.EnumerateObject())
        {
            pairs[pair.Name] = pair.Value.ValueKind == JsonValueKind.String ? pair.Value.GetString()! : throw Unreadable(name, "a map of strings");
        }

        return pairs;
    }

    /// <summary>A text that must be there.</summary>
    public static string Required(this JsonElement of, string name) =>
        of.Text(name) is { Length: > 0 } text ? text : throw BatchFault.Client($"{name} is required and cannot be empty.");

    private static ServiceFault Unreadable(string name, string kind) =>
        new("SerializationException", 400, $"The member {name} must be {kind}.");
}
