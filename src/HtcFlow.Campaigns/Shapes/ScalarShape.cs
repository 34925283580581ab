using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using HtcFlow.Campaigns.Yaml;

namespace HtcFlow.Campaigns.Shapes;

/// <summary>A single value; <see cref="Scalars"/> and <see cref="Quantities"/> make them.</summary>
/// <param name="expected">What to write.</param>
/// <param name="schema">Makes the JSON Schema.</param>
/// <param name="parse">Reads the text.</param>
internal sealed class ScalarShape<T>(string expected, Func<JsonObject> schema, Func<ScalarNode, Parsed<T>> parse) : ShapeOf<T>
    where T : notnull
{
    public override string Expected => expected;

    public override JsonObject Schema(SchemaWriter writer) => schema();

    public override bool Fits(Node node) => node is ScalarNode;

    protected override bool TryReadPresent(
        Node node, string subject, ProblemList problems, [MaybeNullWhen(false)] out T value)
    {
        if (node is not ScalarNode scalar)
        {
            return Mismatch(node, subject, problems, out value);
        }

        var parsed = parse(scalar);
        value = parsed.Value;
        if (parsed.Fault is null)
        {
            return value is not null;
        }

        problems.Error(node.Place, $"{subject} {parsed.Fault}", parsed.Advice ?? $"write {expected}");
        return false;
    }
}
