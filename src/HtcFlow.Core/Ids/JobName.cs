using System.Globalization;

namespace HtcFlow.Core.Ids;

/// <summary>The deterministic name under which an array is known to its backend; the only identity that survives a lost reply.</summary>
/// <param name="Value">For example <c>h-hamr-write-12-k3f9a1c0</c>: campaign, stage, array, and the campaign's birth mark.</param>
public readonly record struct JobName(string Value)
{
    /// <summary>Builds the name of an array; the birth mark keeps apart two campaigns of the same name on one cluster.</summary>
    public static JobName For(string campaign, string stage, ArrayId array, string birthMark) =>
        new(string.Create(CultureInfo.InvariantCulture, $"h-{campaign}-{stage}-{array.Value}-{birthMark}"));

    /// <inheritdoc/>
    public override string ToString() => Value;
}
