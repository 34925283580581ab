using System.Text.Json.Serialization;

namespace HtcFlow.Core.Sweeps;

/// <summary>A stage's parameter space: the product of its dimensions. Element <c>i</c> is decoded from <c>i</c>, never stored.</summary>
/// <remarks>The last dimension varies fastest, as nested loops written in the order of the file would.</remarks>
public sealed class Sweep
{
    /// <summary>Largest accepted number of elements, 2^40: an index then fits 5 bytes and a product of axes cannot overflow.</summary>
    public const long MaxTasks = 1L << 40;

    private readonly long[] _strides;

    /// <summary>Creates a sweep.</summary>
    /// <param name="dimensions">Factors of the product; none means a single element.</param>
    /// <exception cref="ArgumentException">The product exceeds <see cref="MaxTasks"/>, or a dimension has no axes, no values or axes
    /// of unequal length.</exception>
    [JsonConstructor]
    public Sweep(IReadOnlyList<Dimension> dimensions)
    {
        ArgumentNullException.ThrowIfNull(dimensions);
        Dimensions = dimensions;
        _strides = new long[dimensions.Count];
        long count = 1;
        for (int d = dimensions.Count - 1; d >= 0; d--)
        {
            _strides[d] = count;
            if (dimensions[d] is not { IsValid: true })
            {
                throw new ArgumentException("A dimension has no axes, no values, or axes of unequal length.", nameof(dimensions));
            }

            if (dimensions[d].Count > MaxTasks / count)
            {
                throw new ArgumentException("A sweep has more than 2^40 elements.", nameof(dimensions));
            }

            count *= dimensions[d].Count;
        }

        Count = count;
    }

    /// <summary>The sweep of a stage that has none: one element without parameters.</summary>
    public static Sweep Single { get; } = new([]);

    /// <summary>Factors of the product, slowest first.</summary>
    public IReadOnlyList<Dimension> Dimensions { get; }

    /// <summary>Number of elements, 1 .. <see cref="MaxTasks"/>.</summary>
    [JsonIgnore]
    public long Count { get; }

    /// <summary>All axes with the dimension they belong to.</summary>
    [JsonIgnore]
    public IEnumerable<(Axis Axis, int Dimension)> Axes =>
        Dimensions.SelectMany((dimension, d) => dimension.Axes.Select(axis => (axis, d)));

    /// <summary>Position of element <paramref name="index"/> along a dimension.</summary>
    public long OrdinalOf(long index, int dimension) => index / _strides[dimension] % Dimensions[dimension].Count;

    /// <summary>Elements that lie between two neighbours along a dimension.</summary>
    public long StrideOf(int dimension) => _strides[dimension];

    /// <summary>Finds the dimension that holds an axis; -1 when there is none.</summary>
    public int DimensionOf(string axis)
    {
        for (int d = 0; d < Dimensions.Count; d++)
        {
            if (Dimensions[d].Axes.Any(a => a.Name == axis))
            {
                return d;
            }
        }

        return -1;
    }

    /// <summary>Value of an axis for one element, or null when the sweep has no such axis.</summary>
    public string? ValueOf(long index, string axis)
    {
        int dimension = DimensionOf(axis);
        return dimension < 0
            ? null
            : Dimensions[dimension].Axes.First(a => a.Name == axis).Values.At(OrdinalOf(index, dimension));
    }
}
