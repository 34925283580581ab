using System.Diagnostics.CodeAnalysis;
using HtcFlow.Campaigns.Yaml;

namespace HtcFlow.Campaigns.Shapes;

/// <summary>A shape that gives a fallback after a problem, so that what carries the value is known all the same.</summary>
internal sealed class TolerantShape<T>(ShapeOf<T> inner, T fallback) : WrappedShape<T, T>(inner)
    where T : notnull
{
    protected override bool TryReadPresent(
        Node node, string subject, ProblemList problems, [MaybeNullWhen(false)] out T value)
    {
        if (!Inner.TryRead(node, subject, problems, out value))
        {
            value = fallback;
        }

        return true;
    }
}
