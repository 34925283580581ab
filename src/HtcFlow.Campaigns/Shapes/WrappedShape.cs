using System.Text.Json.Nodes;
using HtcFlow.Campaigns.Yaml;

namespace HtcFlow.Campaigns.Shapes;

/// <summary>A shape that is written as another one is, and only makes something else of its value.</summary>
internal abstract class WrappedShape<TInner, T>(ShapeOf<TInner> inner) : ShapeOf<T>
    where TInner : notnull
    where T : notnull
{
    public override string Expected => Inner.Expected;

    public override IEnumerable<string> KnownKeys => Inner.KnownKeys;

    /// <summary>How it is written.</summary>
    protected ShapeOf<TInner> Inner { get; } = inner;

    public override JsonObject Schema(SchemaWriter writer) => Inner.Schema(writer);

    public override bool Fits(Node node) => Inner.Fits(node);

    public override Shape? Child(string key) => Inner.Child(key);

    public override bool MayAdd(string key) => Inner.MayAdd(key);
}
