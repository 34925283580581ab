namespace HtcFlow.Core.Sweeps;

/// <summary>One named axis of a sweep.</summary>
/// <param name="Name">Name used in <c>${name}</c>.</param>
/// <param name="Values">Its values.</param>
public sealed record Axis(string Name, AxisValues Values)
{
    /// <summary>Says whether two axes have the same name and values; compares value by value.</summary>
    public bool Matches(Axis other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (Name != other.Name || Values.Count != other.Values.Count)
        {
            return false;
        }

        // Equal ranges need no walk; unequal ones may still spell the same values, as a single one with another step does.
        if (Values is not AxisValues.Listed && Values == other.Values)
        {
            return true;
        }

        for (long i = 0; i < Values.Count; i++)
        {
            if (Values.At(i) != other.Values.At(i))
            {
                return false;
            }
        }

        return true;
    }
}
