using System.Diagnostics.CodeAnalysis;
using HtcFlow.Campaigns.Yaml;

namespace HtcFlow.Campaigns.Shapes;

/// <summary>A shape whose value is turned into another.</summary>
internal sealed class ConvertedShape<TFrom, TTo>(ShapeOf<TFrom> inner, Func<TFrom, TTo> convert) : WrappedShape<TFrom, TTo>(inner)
    where TFrom : notnull
    where TTo : notnull
{
    protected override bool TryReadPresent(
        Node node, string subject, ProblemList problems, [MaybeNullWhen(false)] out TTo value)
    {
        bool isRead = Inner.TryRead(node, subject, problems, out TFrom? from);
        value = isRead ? convert(from!) : default;
        return isRead;
    }
}
