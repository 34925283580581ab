using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using HtcFlow.Campaigns.Shapes;
using HtcFlow.Campaigns.Yaml;

namespace HtcFlow.Campaigns.Language;

/// <summary>One word, to stand before other shapes of single values in an <see cref="EitherShape{T}"/>.</summary>
/// <param name="word">The word.</param>
/// <param name="meaning">What it stands for.</param>
internal sealed class WordShape<T>(string word, T meaning) : ShapeOf<T>
    where T : notnull
{
    public override string Expected => word;

    public override JsonObject Schema(SchemaWriter writer) => new() { ["enum"] = Scalars.TypesOf(word) };

    public override bool Fits(Node node) => node is ScalarNode scalar && scalar.Value == word;

    protected override bool TryReadPresent(
        Node node, string subject, ProblemList problems, [MaybeNullWhen(false)] out T value)
    {
        value = meaning;
        return Fits(node) || Mismatch(node, subject, problems, out value);
    }
}
