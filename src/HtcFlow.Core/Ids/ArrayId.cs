using System.Globalization;

namespace HtcFlow.Core.Ids;

/// <summary>Numbers an array within its campaign; never used twice, also not after a rejected submission.</summary>
/// <param name="Value">Ordinal from 1; 0 means "none" and is refused wherever a fact is read.</param>
public readonly record struct ArrayId(int Value) : IComparable<ArrayId>
{
    /// <inheritdoc/>
    public int CompareTo(ArrayId other) => Value.CompareTo(other.Value);

    /// <summary>Formats the ordinal in invariant decimal digits.</summary>
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}
