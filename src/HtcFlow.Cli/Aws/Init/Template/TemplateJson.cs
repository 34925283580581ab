using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace HtcFlow.Cli.Aws.Init.Template;

/// <summary>Makes nodes of a template.</summary>
internal static class TemplateJson
{
    private static readonly JsonWriterOptions s_layout = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Reads an object; what is put into the text has been checked and holds no quotes.</summary>
    public static JsonObject Object(string text) => JsonNode.Parse(text)!.AsObject();

    /// <summary>A list of texts.</summary>
    public static JsonArray List(IEnumerable<string> texts) => new([.. texts.Select(static text => (JsonNode?)JsonValue.Create(text))]);

    /// <summary>The value of a resource or parameter.</summary>
    public static JsonObject Ref(string name) => new() { ["Ref"] = name };

    /// <summary>An attribute of a resource.</summary>
    public static JsonObject Get(string name, string attribute) => new() { ["Fn::GetAtt"] = List([name, attribute]) };

    /// <summary>A text with <c>${...}</c> in it.</summary>
    public static JsonObject Sub(string text) => new() { ["Fn::Sub"] = text };

    /// <summary>The tag that belongs to everything of a stack, as a list.</summary>
    public static JsonArray Tags(AwsStack stack) => [new JsonObject { ["Key"] = "htcflow:stack", ["Value"] = stack.Name }];

    /// <summary>Writes a template: two blanks a level, members in their order.</summary>
    public static string Text(JsonObject template)
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes, s_layout))
        {
            template.WriteTo(writer);
        }

        return Encoding.UTF8.GetString(bytes.ToArray()) + "\n";
    }
}
