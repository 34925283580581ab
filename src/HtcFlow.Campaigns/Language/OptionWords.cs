using System.Text.Json.Nodes;

namespace HtcFlow.Campaigns.Language;

/// <summary>Words in the one text that an option of a backend is: a JSON array, so that each word may hold anything.</summary>
public static class OptionWords
{
    /// <summary>Spells words.</summary>
    public static string Format(IReadOnlyList<string> words) => new JsonArray([.. words.Select(static word => (JsonNode)word)]).ToJsonString();

    /// <summary>Reads words that <see cref="Format"/> spelt; none in an empty text.</summary>
    public static IReadOnlyList<string> Parse(string text) =>
        text.Length == 0 ? [] : [.. JsonNode.Parse(text)!.AsArray().Select(static word => word!.GetValue<string>())];
}
