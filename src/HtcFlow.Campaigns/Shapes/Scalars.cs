using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using HtcFlow.Campaigns.Yaml;
using HtcFlow.Core.Ids;

namespace HtcFlow.Campaigns.Shapes;

/// <summary>Shapes of single values: texts, numbers, choices.</summary>
internal static partial class Scalars
{
    /// <summary>Pattern of <see cref="CampaignName.IsValid"/> for the schema; a test keeps the two in agreement.</summary>
    public const string NamePattern = "^[a-z]([a-z0-9-]{0,38}[a-z0-9])?$";

    /// <summary>Any text; a number or a truth value is the text that was written.</summary>
    public static ShapeOf<ScalarNode> Text(string expected) => new ScalarShape<ScalarNode>(
        expected, static () => new JsonObject { ["type"] = TypesOf("string", "number", "boolean") }, static node => node);

    /// <summary>A text of at least one character.</summary>
    public static ShapeOf<ScalarNode> Filled(string expected) => new ScalarShape<ScalarNode>(
        expected,
        static () => new JsonObject { ["type"] = TypesOf("string", "number", "boolean"), ["minLength"] = 1 },
        static node => node.Value.Length > 0 ? node : new Parsed<ScalarNode>(null, "is empty", null));

    /// <summary>A text that a pattern fits, which may also look like a number.</summary>
    public static ShapeOf<ScalarNode> Matching(string expected, string pattern) => new ScalarShape<ScalarNode>(
        expected,
        () => SchemaWriter.AnyOf(
            new JsonObject { ["type"] = "string", ["pattern"] = pattern }, new JsonObject { ["type"] = "number" }),
        node => Regex.IsMatch(node.Value, Anchored(pattern), RegexOptions.NonBacktracking) || IsNumber(node)
            ? node
            : new Parsed<ScalarNode>(null, $"is {Wording.Quote(node.Value)}", null));

    /// <summary>A text that a pattern fits.</summary>
    public static ShapeOf<ScalarNode> Like(string expected, string pattern) => new ScalarShape<ScalarNode>(
        expected,
        () => new JsonObject { ["type"] = "string", ["pattern"] = pattern },
        node => Regex.IsMatch(node.Value, Anchored(pattern), RegexOptions.NonBacktracking)
            ? node
            : new Parsed<ScalarNode>(null, $"is {Wording.Quote(node.Value)}", null));

    /// <summary>The name of a campaign or a stage.</summary>
    public static ShapeOf<ScalarNode> Name(string noun) => new ScalarShape<ScalarNode>(
        $"a name for the {noun}: lower-case letters, digits and inner hyphens, a letter first, at most {CampaignName.MaxLength} characters",
        static () => new JsonObject { ["type"] = "string", ["pattern"] = NamePattern },
        static node => CampaignName.IsValid(node.Value) && !(node.IsPlain && (node.Value is "true" or "false"))
            ? node
            : new Parsed<ScalarNode>(null, $"is {Wording.Quote(node.Value)}, which is no valid name", null));

    /// <summary>A whole number between two bounds, both included.</summary>
    public static ShapeOf<long> Whole(long least, long most)
    {
        string expected = string.Create(CultureInfo.InvariantCulture, $"a whole number from {least} to {most}");
        return new ScalarShape<long>(
            expected,
            () => new JsonObject { ["type"] = "integer", ["minimum"] = least, ["maximum"] = most },
            node => ParseWhole(node, least, most));
    }

    /// <summary>A whole number between two bounds, both included, or a word in place of one.</summary>
    public static ShapeOf<T> WholeOr<T>(long least, long most, Func<long, T> number, string word, T meaning)
        where T : notnull
    {
        string expected = string.Create(CultureInfo.InvariantCulture, $"a whole number from {least} to {most}, or {word}");
        return new ScalarShape<T>(
            expected,
            () => SchemaWriter.AnyOf(
                new JsonObject { ["type"] = "integer", ["minimum"] = least, ["maximum"] = most }, new JsonObject { ["enum"] = TypesOf(word) }),
            node =>
            {
                if (node.Value == word)
                {
                    return meaning;
                }

                var parsed = ParseWhole(node, least, most);
                return parsed.Fault is null ? number(parsed.Value) : new Parsed<T>(default, parsed.Fault, parsed.Advice);
            });
    }

    /// <summary>A number greater than 0.</summary>
    public static ShapeOf<double> Positive(double most)
    {
        string expected = string.Create(CultureInfo.InvariantCulture, $"a number greater than 0 and at most {most}");
        return new ScalarShape<double>(
            expected,
            () => new JsonObject { ["type"] = "number", ["exclusiveMinimum"] = 0, ["maximum"] = most },
            node => IsNumber(node)
                && double.TryParse(node.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && value > 0 && value <= most
                ? value
                : new Parsed<double>(0, $"is {Wording.Quote(node.Value)}", null));
    }

    /// <summary><c>true</c> or <c>false</c>.</summary>
    public static ShapeOf<bool> Truth { get; } = new ScalarShape<bool>(
        "true or false",
        static () => new JsonObject { ["type"] = "boolean" },
        static node => (node.IsPlain, node.Value) switch
        {
            (true, "true" or "True" or "TRUE") => true,
            (true, "false" or "False" or "FALSE") => false,
            (false, _) => new Parsed<bool>(false, $"is the text {Wording.Quote(node.Value)}", "write true or false without quotes"),
            _ => new Parsed<bool>(false, $"is {Wording.Quote(node.Value)}", null),
        });

    /// <summary>One of several words.</summary>
    public static ShapeOf<T> Choice<T>(params (string Word, T Value)[] choices)
        where T : notnull
    {
        string[] words = [.. choices.Select(choice => choice.Word)];
        string expected = words.Length == 1 ? Wording.Quote(words[0]) : "one of " + Wording.List(words, "and");
        return new ScalarShape<T>(
            expected,
            () => new JsonObject { ["enum"] = new JsonArray([.. words.Select(word => (JsonNode)word)]) },
            node =>
            {
                int at = Array.IndexOf(words, node.Value);
                return at >= 0
                    ? choices[at].Value
                    : new Parsed<T>(default, $"is {Wording.Quote(node.Value)}", Nearest.To(node.Value, words) is { } near
                        ? $"did you mean {Wording.Quote(near)}?" : null);
            });
    }

    /// <summary>Whether a text stands without quotes and is a number in YAML's core schema.</summary>
    public static bool IsNumber(ScalarNode node) => node.IsPlain && CoreNumber().IsMatch(node.Value);

    /// <summary>A schema's pattern for .NET, where <c>$</c> also fits before a line end that comes last.</summary>
    public static string Anchored(string pattern) => pattern[..^1] + "\\z";

    /// <summary>A JSON Schema <c>type</c> of several types.</summary>
    public static JsonArray TypesOf(params ReadOnlySpan<string> names)
    {
        var types = new JsonArray();
        foreach (string name in names)
        {
            types.Add((JsonNode)name);
        }

        return types;
    }

    private static Parsed<long> ParseWhole(ScalarNode node, long least, long most)
    {
        if (!node.IsPlain)
        {
            return new Parsed<long>(0, $"is the text {Wording.Quote(node.Value)}", "write the number without quotes");
        }

        if (!WholeNumber().IsMatch(node.Value))
        {
            return new Parsed<long>(0, $"is {Wording.Quote(node.Value)}", null);
        }

        bool fits = long.TryParse(node.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value);
        return fits && value >= least && value <= most
            ? value
            : new Parsed<long>(0, $"is {Wording.Quote(node.Value)}, which is {(node.Value[0] == '-' || (fits && value < least) ? "too small" : "too large")}", null);
    }

    [GeneratedRegex("^[-+]?[0-9]+\\z")]
    private static partial Regex WholeNumber();

    [GeneratedRegex(@"^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\z")]
    private static partial Regex CoreNumber();
}
