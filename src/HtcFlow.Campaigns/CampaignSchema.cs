using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using HtcFlow.Campaigns.Language;
using HtcFlow.Campaigns.Shapes;

namespace HtcFlow.Campaigns;

/// <summary>The JSON Schema of the campaign file, made from the same description that the reader follows.</summary>
public static class CampaignSchema
{
    private static readonly JsonSerializerOptions s_layout = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Names of the backends that a file may name.</summary>
    public static IReadOnlyList<string> Backends => BackendLanguage.Kinds;

    /// <summary>The schema as indented text, draft 2020-12. It is for editors: what concerns two places at once only the reader checks.</summary>
    public static string Text() => Node().ToJsonString(s_layout) + "\n";

    /// <summary>The schema as a tree.</summary>
    internal static JsonObject Node()
    {
        var writer = new SchemaWriter();
        var root = CampaignLanguage.Campaign.Schema(writer);
        root["$schema"] = "https://json-schema.org/draft/2020-12/schema";
        root["title"] = "HtcFlow campaign file";
        root["$defs"] = writer.Definitions;
        return root;
    }
}
