using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using HtcFlow.Campaigns.Yaml;

namespace HtcFlow.Campaigns.Shapes;

/// <summary>A shape whose value is turned into another.</summary>
internal sealed class ConvertedShape<TFrom, TTo>(ShapeOf<TFrom> inner, Func<TFrom, TTo> convert) : ShapeOf<TTo>
    where TFrom : notnull
    where TTo : notnull
{
    public override string Expected => inner.Expected;

    public override JsonObject Schema(SchemaWriter writer) => inner.Schema(writer);

    public override bool Fits(Node node) => inner.Fits(node);

    public override Shape? Child(string key) => inner.Child(key);

    public override IEnumerable<string> KnownKeys => inner.KnownKeys;

    public override bool MayAdd(string key) => inner.MayAdd(key);

    protected override bool TryReadPresent(
        Node node, string subject, ProblemList problems, [MaybeNullWhen(false)] out TTo value)
    {
        bool isRead = inner.TryRead(node, subject, problems, out TFrom? from);
        value = isRead ? convert(from!) : default;
        return isRead;
    }
}
