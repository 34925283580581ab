using System.Diagnostics.CodeAnalysis;
using HtcFlow.Campaigns.Yaml;

namespace HtcFlow.Campaigns.Shapes;

/// <summary>A shape that is read into a value.</summary>
/// <typeparam name="T">Type of the value.</typeparam>
internal abstract class ShapeOf<T> : Shape
    where T : notnull
{
    /// <summary>Reads a node; false after a problem was reported that leaves nothing to go on with.</summary>
    /// <param name="node">The node.</param>
    /// <param name="subject">How messages call the node, for example <c>'pack'</c> or <c>item 2 of 'command'</c>.</param>
    /// <param name="problems">Takes what is wrong.</param>
    /// <param name="value">What was read.</param>
    public bool TryRead(Node node, string subject, ProblemList problems, [MaybeNullWhen(false)] out T value)
    {
        if (node is ScalarNode { IsNothing: true } nothing)
        {
            string text = nothing.Value.Length == 0 ? "has no value" : $"is {nothing.Value}, which stands for no value";
            problems.Error(node.Place, $"{subject} {text}", $"write {Expected}, or remove it");
            value = default;
            return false;
        }

        return TryReadPresent(node, subject, problems, out value);
    }

    /// <summary>The same shape, its value turned into another.</summary>
    public ShapeOf<TOther> To<TOther>(Func<T, TOther> convert)
        where TOther : notnull => new ConvertedShape<T, TOther>(this, convert);

    /// <summary>Reads a node in which something is written.</summary>
    protected abstract bool TryReadPresent(
        Node node, string subject, ProblemList problems, [MaybeNullWhen(false)] out T value);

    /// <summary>Reports that a node is of another kind.</summary>
    protected bool Mismatch(Node node, string subject, ProblemList problems, [MaybeNullWhen(false)] out T value)
    {
        problems.Error(node.Place, $"{subject} is {node.Kind}", $"write {Expected}");
        value = default;
        return false;
    }
}
