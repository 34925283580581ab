using System.Text.Json.Nodes;

namespace HtcFlow.Campaigns.Shapes;

/// <summary>Gathers the named definitions of a JSON Schema.</summary>
internal sealed class SchemaWriter
{
    /// <summary>Definitions by name.</summary>
    public JsonObject Definitions { get; } = [];

    /// <summary>A reference to a definition, which is written when it is met for the first time.</summary>
    public JsonObject Reference(string name, Func<JsonObject> write)
    {
        if (!Definitions.ContainsKey(name))
        {
            // The place is taken first, so that a shape may hold itself.
            Definitions[name] = new JsonObject();
            Definitions[name] = write();
        }

        return new JsonObject { ["$ref"] = "#/$defs/" + name };
    }

    /// <summary>A schema that any of several schemas satisfies.</summary>
    public static JsonObject AnyOf(params IEnumerable<JsonObject> schemas) =>
        new() { ["anyOf"] = new JsonArray([.. schemas]) };
}
