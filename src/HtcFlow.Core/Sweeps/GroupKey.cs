namespace HtcFlow.Core.Sweeps;

/// <summary>Divides a sweep's elements into groups that agree on some of its dimensions.</summary>
/// <remarks>Two sweeps that share those dimensions number their groups alike, which is what an <c>after</c> by axes needs.</remarks>
public sealed class GroupKey
{
    private readonly Sweep _sweep;
    private readonly int[] _shared;
    private readonly int[] _free;

    /// <summary>Creates the division of <paramref name="sweep"/> by the dimensions that hold <paramref name="axes"/>.</summary>
    /// <exception cref="ArgumentException">The sweep lacks one of the axes.</exception>
    public GroupKey(Sweep sweep, IReadOnlyList<string> axes)
    {
        ArgumentNullException.ThrowIfNull(sweep);
        ArgumentNullException.ThrowIfNull(axes);
        _sweep = sweep;
        _shared = axes.Select(sweep.DimensionOf).Distinct().ToArray();
        if (_shared.Contains(-1))
        {
            throw new ArgumentException("The sweep lacks one of the axes.", nameof(axes));
        }

        _free = Enumerable.Range(0, sweep.Dimensions.Count).Where(d => !_shared.Contains(d)).ToArray();
        Groups = _shared.Aggregate(1L, (product, d) => product * sweep.Dimensions[d].Count);
        Members = sweep.Count / Groups;
    }

    /// <summary>Number of groups.</summary>
    public long Groups { get; }

    /// <summary>Number of elements in each group.</summary>
    public long Members { get; }

    /// <summary>Group of an element.</summary>
    public long GroupOf(long index)
    {
        long group = 0;
        foreach (int d in _shared)
        {
            group = (group * _sweep.Dimensions[d].Count) + _sweep.OrdinalOf(index, d);
        }

        return group;
    }

    /// <summary>Elements of a group in ascending order of their free dimensions.</summary>
    public IEnumerable<long> MembersOf(long group)
    {
        long start = 0;
        for (int s = _shared.Length - 1; s >= 0; s--)
        {
            long size = _sweep.Dimensions[_shared[s]].Count;
            start += group % size * _sweep.StrideOf(_shared[s]);
            group /= size;
        }

        for (long member = 0; member < Members; member++)
        {
            yield return start + OffsetOf(member);
        }
    }

    private long OffsetOf(long member)
    {
        long offset = 0;
        for (int f = _free.Length - 1; f >= 0; f--)
        {
            long size = _sweep.Dimensions[_free[f]].Count;
            offset += member % size * _sweep.StrideOf(_free[f]);
            member /= size;
        }

        return offset;
    }
}
