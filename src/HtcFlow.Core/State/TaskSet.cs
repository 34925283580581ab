using System.Numerics;
using HtcFlow.Core.Sweeps;

namespace HtcFlow.Core.State;

/// <summary>A changing set of task indices, one bit each where touched; taking from the front costs what is taken.</summary>
public sealed class TaskSet
{
    private const int ChunkBits = 1 << 14;
    private const int Words = ChunkBits / 64;
    private readonly SortedDictionary<long, ulong[]> _chunks = [];

    /// <summary>Number of members.</summary>
    public long Count { get; private set; }

    // A stage without dependencies releases all its tasks at once: one range, no bits.
    private IndexRange _front;

    /// <summary>Makes <c>0 .. count - 1</c> the members.</summary>
    public void Fill(long count)
    {
        _chunks.Clear();
        _front = new IndexRange(0, count);
        Count = count;
    }

    /// <summary>Makes the members of a set the members.</summary>
    public void Fill(IndexSet members)
    {
        ArgumentNullException.ThrowIfNull(members);
        IndexRange longest = default;
        foreach (IndexRange range in members.Ranges)
        {
            longest = range.Count > longest.Count ? range : longest;
        }

        Fill(0);
        foreach (IndexRange range in members.Ranges)
        {
            for (long i = range.First; i < range.End && range != longest; i++)
            {
                Add(i);
            }
        }

        _front = longest;
        Count += longest.Count;
    }

    /// <summary>Removes all members.</summary>
    public void Clear() => Fill(0);

    /// <summary>Says whether an index is a member.</summary>
    public bool Contains(long index) =>
        (index >= _front.First && index < _front.End)
        || (_chunks.TryGetValue(index / ChunkBits, out ulong[]? words) && (words[Word(index)] & Bit(index)) != 0);

    /// <summary>Adds an index; no effect when it is a member.</summary>
    public void Add(long index)
    {
        if (Contains(index))
        {
            return;
        }

        if (!_chunks.TryGetValue(index / ChunkBits, out ulong[]? words))
        {
            _chunks[index / ChunkBits] = words = new ulong[Words];
        }

        words[Word(index)] |= Bit(index);
        Count++;
    }

    /// <summary>Removes an index; no effect when it is none.</summary>
    public void Remove(long index)
    {
        if (!Contains(index))
        {
            return;
        }

        if (index >= _front.First && index < _front.End)
        {
            SplitFront(index);
            return;
        }

        _chunks[index / ChunkBits][Word(index)] &= ~Bit(index);
        Count--;
    }

    /// <summary>The lowest members, at most <paramref name="limit"/> of them; they stay members.</summary>
    public IndexSet Peek(long limit)
    {
        var ranges = new List<IndexRange>();
        long left = limit;
        foreach ((long chunk, ulong[] words) in _chunks)
        {
            if (left <= 0)
            {
                break;
            }

            left -= PeekChunk(chunk * ChunkBits, words, left, ranges);
        }

        // Members outside the front may lie on both sides of it: merge first, cut afterwards.
        if (_front.Count > 0)
        {
            ranges.Add(_front);
            ranges.Sort((a, b) => a.First.CompareTo(b.First));
        }

        return IndexSet.FromRanges(ranges).Slice(0, limit);
    }

    /// <summary>Removes every index of a set that is a member.</summary>
    public void RemoveAll(IndexSet indices)
    {
        ArgumentNullException.ThrowIfNull(indices);
        foreach (IndexRange range in indices.Ranges)
        {
            long end = range.End;
            long from = range.First;
            if (from == _front.First && _front.Count > 0)
            {
                long cut = Math.Min(end, _front.End) - from;
                _front = new IndexRange(from + cut, _front.Count - cut);
                Count -= cut;
                from += cut;
            }

            for (long i = from; i < end; i++)
            {
                Remove(i);
            }
        }

        foreach (long empty in _chunks.Where(c => c.Value.All(w => w == 0)).Select(c => c.Key).ToList())
        {
            _chunks.Remove(empty);
        }
    }

    private static long PeekChunk(long start, ulong[] words, long limit, List<IndexRange> ranges)
    {
        long taken = 0;
        for (int w = 0; w < Words && taken < limit; w++)
        {
            ulong rest = words[w];
            for (long at = start + (w * 64); rest != 0 && taken < limit;)
            {
                int gap = BitOperations.TrailingZeroCount(rest);
                rest >>= gap;
                int run = BitOperations.TrailingZeroCount(~rest);
                long count = Math.Min(run, limit - taken);
                ranges.Add(new IndexRange(at + gap, count));
                taken += count;
                at += gap + run;
                rest = run < 64 ? rest >> run : 0;
            }
        }

        return taken;
    }

    private static int Word(long index) => (int)(index % ChunkBits / 64);

    private static ulong Bit(long index) => 1UL << (int)(index % 64);

    private void SplitFront(long index)
    {
        // Rare (cancelling single tasks of a stage that has not begun): the shorter side becomes bits.
        var lower = new IndexRange(_front.First, index - _front.First);
        var upper = new IndexRange(index + 1, _front.End - index - 1);
        (_front, IndexRange bits) = lower.Count < upper.Count ? (upper, lower) : (lower, upper);
        Count -= 1 + bits.Count;
        for (long i = bits.First; i < bits.End; i++)
        {
            Add(i);
        }
    }
}
