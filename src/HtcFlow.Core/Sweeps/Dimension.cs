using System.Text.Json.Serialization;

namespace HtcFlow.Core.Sweeps;

/// <summary>One factor of a sweep's product: a single axis, or several that advance together (zip, table).</summary>
/// <param name="Axes">At least one axis; all have the same number of values.</param>
public sealed record Dimension(IReadOnlyList<Axis> Axes)
{
    /// <summary>Number of positions along this dimension, at least 1.</summary>
    [JsonIgnore]
    public long Count => Axes[0].Values.Count;

    /// <summary>Whether there are axes, each with as many values as the others and at least one.</summary>
    [JsonIgnore]
    public bool IsValid => Axes.Count > 0 && Axes.All(axis => axis is { Values.Count: >= 1 } && axis.Values.Count == Count);

    /// <summary>Says whether two dimensions hold the same axes with the same values, in any order.</summary>
    public bool Matches(Dimension other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Axes.Count == other.Axes.Count && Axes.All(axis => other.Axes.Any(axis.Matches));
    }
}
