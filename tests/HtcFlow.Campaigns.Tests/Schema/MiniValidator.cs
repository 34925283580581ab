using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace HtcFlow.Campaigns.Tests.Schema;

/// <summary>Validates JSON against the part of JSON Schema that the campaign schema uses; an unknown keyword is a failure of the test.</summary>
internal sealed class MiniValidator(JsonObject root)
{
    /// <summary>The places at which an instance breaks the schema; empty when it is valid.</summary>
    public IReadOnlyList<string> Validate(JsonNode? instance) => [.. Check(root, instance, "$")];

    private IEnumerable<string> Check(JsonObject schema, JsonNode? instance, string at)
    {
        foreach (var (keyword, value) in schema)
        {
            bool isMet = keyword switch
            {
                "description" or "title" or "$schema" or "$defs" or "properties" or "patternProperties" => true,
                "type" => (value is JsonArray types ? types.Select(t => (string)t!) : [(string)value!]).Any(type => HasType(instance, type)),
                "enum" => value!.AsArray().Any(item => JsonNode.DeepEquals(item, instance)),
                "const" => JsonNode.DeepEquals(value, instance) || (NumberOf(instance) is { } number && number == (double)value!),
                "pattern" => StringOf(instance) is not { } text || Regex.IsMatch(text, (string)value!),
                "minLength" => StringOf(instance) is not { } text || text.Length >= (int)value!,
                "minimum" => NumberOf(instance) is not { } number || number >= (double)value!,
                "exclusiveMinimum" => NumberOf(instance) is not { } number || number > (double)value!,
                "maximum" => NumberOf(instance) is not { } number || number <= (double)value!,
                "minItems" => instance is not JsonArray list || list.Count >= (int)value!,
                "minProperties" => instance is not JsonObject map || map.Count >= (int)value!,
                "required" => instance is not JsonObject map || value!.AsArray().All(key => map.ContainsKey((string)key!)),
                "items" => instance is not JsonArray list || list.All(item => !Check(value!.AsObject(), item, at).Any()),
                "anyOf" => value!.AsArray().Any(option => !Check(option!.AsObject(), instance, at).Any()),
                "$ref" => !Check(Definition((string)value!), instance, at).Any(),
                "additionalProperties" => instance is not JsonObject map || map.All(entry => SchemaOf(schema, entry.Key) is not null),
                _ => throw new NotSupportedException($"The schema uses '{keyword}', which this validator does not know."),
            };
            if (!isMet)
            {
                yield return $"{at}: {keyword}";
            }
        }

        foreach (var entry in instance as JsonObject ?? [])
        {
            if (SchemaOf(schema, entry.Key) is { } child)
            {
                foreach (string problem in Check(child, entry.Value, $"{at}.{entry.Key}"))
                {
                    yield return problem;
                }
            }
        }
    }

    private JsonObject Definition(string reference) => root["$defs"]![reference["#/$defs/".Length..]]!.AsObject();

    private static JsonObject? SchemaOf(JsonObject schema, string key)
    {
        if (schema["properties"]?[key] is JsonObject known)
        {
            return known;
        }

        return schema["patternProperties"]?.AsObject().FirstOrDefault(entry => Regex.IsMatch(key, entry.Key)).Value?.AsObject();
    }

    private static bool HasType(JsonNode? instance, string type) => (type, instance?.GetValueKind() ?? JsonValueKind.Null) switch
    {
        ("string", JsonValueKind.String) or ("array", JsonValueKind.Array) or ("object", JsonValueKind.Object) => true,
        ("number", JsonValueKind.Number) or ("boolean", JsonValueKind.True or JsonValueKind.False) => true,
        ("integer", JsonValueKind.Number) => double.IsInteger((double)instance!),
        _ => false,
    };

    private static string? StringOf(JsonNode? node) => node?.GetValueKind() == JsonValueKind.String ? (string)node! : null;

    private static double? NumberOf(JsonNode? node) => node?.GetValueKind() == JsonValueKind.Number ? (double)node! : null;
}
