using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using HtcFlow.Campaigns.Yaml;

namespace HtcFlow.Campaigns.Shapes;

/// <summary>One of several shapes; the first that a node is of the kind of reads it.</summary>
/// <param name="alternatives">Shapes of different kinds, or mappings told apart by a key.</param>
internal sealed class EitherShape<T>(params ShapeOf<T>[] alternatives) : ShapeOf<T>
    where T : notnull
{
    public override string Expected => string.Join(", or ", alternatives.Select(shape => shape.Expected));

    public override JsonObject Schema(SchemaWriter writer) =>
        SchemaWriter.AnyOf(alternatives.Select(shape => shape.Schema(writer)));

    public override bool Fits(Node node) => alternatives.Any(shape => shape.Fits(node));

    public override Shape? Child(string key) =>
        alternatives.Select(shape => shape.Child(key)).FirstOrDefault(child => child is not null);

    public override IEnumerable<string> KnownKeys => alternatives.SelectMany(shape => shape.KnownKeys);

    public override bool MayAdd(string key) => alternatives.Any(shape => shape.MayAdd(key));

    protected override bool TryReadPresent(
        Node node, string subject, ProblemList problems, [MaybeNullWhen(false)] out T value)
    {
        var shape = alternatives.FirstOrDefault(alternative => alternative.Fits(node));
        if (shape is not null)
        {
            return shape.TryRead(node, subject, problems, out value);
        }

        if (node is not MapNode map)
        {
            return Mismatch(node, subject, problems, out value);
        }

        string keys = map.Entries.Count == 0 ? "is an empty mapping" : $"is a mapping of {Wording.List(map.Entries.Take(5).Select(e => e.Key.Value), "and")}";
        problems.Error(node.Place, $"{subject} {keys}, which is none of the forms it may take", $"write {Expected}");
        value = default;
        return false;
    }
}
