using System.Globalization;
using System.Text.Json.Nodes;
using HtcFlow.Campaigns.Shapes;
using HtcFlow.Campaigns.Yaml;

namespace HtcFlow.Campaigns.Tests.Schema;

/// <summary>Turns a tree into JSON as YAML 1.2's core schema says: the view that an editor with a JSON Schema has.</summary>
internal static class YamlAsJson
{
    /// <summary>The tree as JSON.</summary>
    public static JsonNode? Of(Node node) => node switch
    {
        MapNode map => new JsonObject(map.Entries.Select(entry => KeyValuePair.Create(entry.Key.Value, Of(entry.Value)))),
        ListNode list => new JsonArray([.. list.Items.Select(Of)]),
        _ => ScalarOf((ScalarNode)node),
    };

    private static JsonNode? ScalarOf(ScalarNode scalar) => scalar switch
    {
        { IsNothing: true } => null,
        { IsPlain: true, Value: "true" or "True" or "TRUE" } => true,
        { IsPlain: true, Value: "false" or "False" or "FALSE" } => false,
        _ when Scalars.IsNumber(scalar) => double.Parse(scalar.Value, CultureInfo.InvariantCulture),
        _ => scalar.Value,
    };
}
