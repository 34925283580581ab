using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using HtcFlow.Campaigns.Yaml;

namespace HtcFlow.Campaigns.Shapes;

/// <summary>A shape that gives a fallback after a problem, so that what carries the value is known all the same.</summary>
internal sealed class TolerantShape<T>(ShapeOf<T> inner, T fallback) : ShapeOf<T>
    where T : notnull
{
    public override string Expected => inner.Expected;

    public override JsonObject Schema(SchemaWriter writer) => inner.Schema(writer);

    public override bool Fits(Node node) => inner.Fits(node);

    public override Shape? Child(string key) => inner.Child(key);

    public override IEnumerable<string> KnownKeys => inner.KnownKeys;

    public override bool MayAdd(string key) => inner.MayAdd(key);

    protected override bool TryReadPresent(
        Node node, string subject, ProblemList problems, [MaybeNullWhen(false)] out T value)
    {
        if (!inner.TryRead(node, subject, problems, out value))
        {
            value = fallback;
        }

        return true;
    }
}
