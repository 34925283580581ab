using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using HtcFlow.Campaigns.Shapes;
using HtcFlow.Campaigns.Yaml;

namespace HtcFlow.Campaigns.Language;

/// <summary>A key that people may expect here but that makes no sense: whatever stands under it is refused with the reason.</summary>
/// <param name="fault">Why, to stand after the subject.</param>
/// <param name="advice">What to do.</param>
internal sealed class RefusedShape<T>(string fault, string advice) : ShapeOf<T>
    where T : notnull
{
    public override string Expected => "nothing";

    // No value is one of none.
    public override JsonObject Schema(SchemaWriter writer) => new() { ["enum"] = new JsonArray() };

    public override bool Fits(Node node) => true;

    protected override bool TryReadPresent(
        Node node, string subject, ProblemList problems, [MaybeNullWhen(false)] out T value)
    {
        problems.Error(node.Place, $"{subject} {fault}", advice);
        value = default;
        return false;
    }
}
