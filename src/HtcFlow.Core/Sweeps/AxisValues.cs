using System.Globalization;
using System.Text.Json.Serialization;

namespace HtcFlow.Core.Sweeps;

/// <summary>The values of one axis; value <c>i</c> is computed from <c>i</c>, so a range of a billion costs nothing.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Listed), "list")]
[JsonDerivedType(typeof(Integers), "integers")]
[JsonDerivedType(typeof(Decimals), "decimals")]
public abstract record AxisValues
{
    private AxisValues()
    {
    }

    /// <summary>Number of values, at least 1.</summary>
    [JsonIgnore]
    public abstract long Count { get; }

    /// <summary>Formats value <paramref name="ordinal"/> (0 .. <see cref="Count"/> - 1) as it appears in commands and templates.</summary>
    public abstract string At(long ordinal);

    /// <summary>Values written out one by one, or the column of a table.</summary>
    /// <param name="Items">At least one value, in the order of the file.</param>
    public sealed record Listed(IReadOnlyList<string> Items) : AxisValues
    {
        /// <inheritdoc/>
        public override long Count => Items.Count;

        /// <inheritdoc/>
        public override string At(long ordinal) => Items[checked((int)ordinal)];
    }

    /// <summary>Whole numbers <c>First, First + Step, ...</c>.</summary>
    /// <param name="First">First value.</param>
    /// <param name="Step">Distance, not 0.</param>
    /// <param name="Length">Number of values, at least 1.</param>
    public sealed record Integers(long First, long Step, long Length) : AxisValues
    {
        /// <inheritdoc/>
        public override long Count => Length;

        /// <inheritdoc/>
        public override string At(long ordinal) => (First + (ordinal * Step)).ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>Decimal numbers <c>From + ordinal * Step</c>, exact: no binary floating point is involved, so 0.1 .. 0.3 has no drift.</summary>
    /// <param name="From">First value.</param>
    /// <param name="Step">Distance, not 0.</param>
    /// <param name="Length">Number of values, at least 1.</param>
    /// <param name="Scale">Digits after the point, 0 .. 28: the larger of those written in <c>from</c> and <c>step</c>.</param>
    public sealed record Decimals(decimal From, decimal Step, long Length, int Scale) : AxisValues
    {
        /// <inheritdoc/>
        public override long Count => Length;

        /// <inheritdoc/>
        public override string At(long ordinal) =>
            (From + (ordinal * Step)).ToString("F" + Scale.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
    }
}
