using System.Collections;
using System.Globalization;
using System.Text;

namespace HtcFlow.Core.Sweeps;

/// <summary>An immutable ascending set of indices, held as ranges: ten thousand consecutive ones cost 16 bytes.</summary>
public sealed class IndexSet : IEnumerable<long>, IEquatable<IndexSet>
{
    private readonly IndexRange[] _ranges;
    private readonly long[] _before;

    private IndexSet(IndexRange[] ranges)
    {
        _ranges = ranges;
        _before = new long[ranges.Length];
        long count = 0;
        for (int r = 0; r < ranges.Length; r++)
        {
            _before[r] = count;
            count += ranges[r].Count;
        }

        Count = count;
    }

    /// <summary>The set without members.</summary>
    public static IndexSet Empty { get; } = new([]);

    /// <summary>Number of indices.</summary>
    public long Count { get; }

    /// <summary>The ranges, ascending, neither touching nor overlapping.</summary>
    public IReadOnlyList<IndexRange> Ranges => _ranges;

    /// <summary>Index at a position, 0 .. <see cref="Count"/> - 1.</summary>
    public long this[long position]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(position);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(position, Count);
            int r = Array.BinarySearch(_before, position);
            r = r < 0 ? ~r - 1 : r;
            return _ranges[r].First + position - _before[r];
        }
    }

    /// <summary>The set of one range.</summary>
    public static IndexSet Range(long first, long count) => count == 0 ? Empty : new([new IndexRange(first, count)]);

    /// <summary>Collects indices in any order; duplicates count once.</summary>
    public static IndexSet Of(IEnumerable<long> indices)
    {
        long[] sorted = indices.ToArray();
        Array.Sort(sorted);
        return FromRanges(sorted.Select(i => new IndexRange(i, 1)));
    }

    /// <summary>Joins ranges that ascend by <see cref="IndexRange.First"/>; touching and overlapping ones are merged.</summary>
    /// <exception cref="ArgumentException">The ranges do not ascend, or one is empty.</exception>
    public static IndexSet FromRanges(IEnumerable<IndexRange> ascending)
    {
        ArgumentNullException.ThrowIfNull(ascending);
        var ranges = new List<IndexRange>();
        foreach (IndexRange range in ascending)
        {
            if (range.Count < 1 || (ranges.Count > 0 && range.First < ranges[^1].First))
            {
                throw new ArgumentException($"Range {range.First} + {range.Count} is empty or does not ascend.", nameof(ascending));
            }

            if (ranges.Count > 0 && range.First <= ranges[^1].End)
            {
                IndexRange last = ranges[^1];
                ranges[^1] = new IndexRange(last.First, Math.Max(last.End, range.End) - last.First);
            }
            else
            {
                ranges.Add(range);
            }
        }

        return ranges.Count == 0 ? Empty : new([.. ranges]);
    }

    /// <summary>Reads what <see cref="ToString"/> wrote, for example <c>0-9999,20007</c>.</summary>
    /// <exception cref="FormatException">The text is not an ascending list of numbers and ranges below 2^40.</exception>
    public static IndexSet Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var ranges = new List<IndexRange>();
        foreach (string part in text.Length == 0 ? [] : text.Split(','))
        {
            int dash = part.IndexOf('-', StringComparison.Ordinal);
            long first = NumberOf(dash < 0 ? part : part[..dash]);
            long last = dash < 0 ? first : NumberOf(part[(dash + 1)..]);
            if (last < first || (ranges.Count > 0 && first < ranges[^1].End))
            {
                throw new FormatException($"'{part}' does not ascend.");
            }

            ranges.Add(new IndexRange(first, last - first + 1));
        }

        return FromRanges(ranges);
    }

    /// <summary>Position of an index within the set; -1 when it is not a member.</summary>
    public long PositionOf(long index)
    {
        int low = 0;
        int high = _ranges.Length - 1;
        while (low <= high)
        {
            int middle = (low + high) / 2;
            if (index < _ranges[middle].First)
            {
                high = middle - 1;
            }
            else if (index >= _ranges[middle].End)
            {
                low = middle + 1;
            }
            else
            {
                return _before[middle] + index - _ranges[middle].First;
            }
        }

        return -1;
    }

    /// <summary>Whether the sets have an index in common; costs their ranges, not their indices.</summary>
    public bool Overlaps(IndexSet other)
    {
        ArgumentNullException.ThrowIfNull(other);
        int mine = 0;
        int theirs = 0;
        while (mine < _ranges.Length && theirs < other._ranges.Length)
        {
            if (_ranges[mine].End <= other._ranges[theirs].First)
            {
                mine++;
            }
            else if (other._ranges[theirs].End <= _ranges[mine].First)
            {
                theirs++;
            }
            else
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The indices at positions <paramref name="first"/> .. <paramref name="first"/> + <paramref name="count"/> - 1, cut to the set.</summary>
    public IndexSet Slice(long first, long count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        long end = count < Count - first ? first + count : Count;
        var ranges = new List<IndexRange>();

        // Begins at the range that holds the first position: arrays are cut from one long set, slice after slice.
        int start = Array.BinarySearch(_before, first);
        for (int r = Math.Max(0, start < 0 ? ~start - 1 : start); r < _ranges.Length && _before[r] < end; r++)
        {
            long from = Math.Max(first, _before[r]);
            long to = Math.Min(end, _before[r] + _ranges[r].Count);
            if (from < to)
            {
                ranges.Add(new IndexRange(_ranges[r].First + from - _before[r], to - from));
            }
        }

        return FromRanges(ranges);
    }

    /// <inheritdoc/>
    public IEnumerator<long> GetEnumerator()
    {
        foreach (IndexRange range in _ranges)
        {
            for (long i = range.First; i < range.End; i++)
            {
                yield return i;
            }
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public bool Equals(IndexSet? other) => other is not null && _ranges.AsSpan().SequenceEqual(other._ranges);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as IndexSet);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Count, _ranges.Length == 0 ? 0 : _ranges[0].First);

    /// <summary>Formats the set compactly: numbers and inclusive ranges joined by commas.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (IndexRange range in _ranges)
        {
            text.Append(text.Length == 0 ? "" : ",").Append(CultureInfo.InvariantCulture, $"{range.First}");
            if (range.Count > 1)
            {
                text.Append(CultureInfo.InvariantCulture, $"-{range.End - 1}");
            }
        }

        return text.ToString();
    }

    private static long NumberOf(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number) && number < Sweep.MaxTasks
            ? number
            : throw new FormatException($"'{text}' is not an index from 0 to 2^40 - 1.");
}
