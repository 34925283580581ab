using HtcFlow.Core.Campaigns;
using HtcFlow.Core.Sweeps;

namespace HtcFlow.Core.State;

/// <summary>The packed table of all task states of one stage: two bytes a touched task, nothing for an untouched one.</summary>
/// <remarks>Byte one: state in bits 0-3, failures that count in bits 4-7. Byte two: attempts so far. Chunks appear when first touched.</remarks>
public sealed class StageLedger
{
    /// <summary>Tasks per chunk, 2^14: 32 KiB, below the large-object threshold of the garbage collector (85,000 bytes).</summary>
    public const int ChunkTasks = 1 << 14;

    private const byte Untouched = (byte)TaskState.Pending;
    private readonly byte[]?[] _chunks;
    private readonly long[] _tallies = new long[(int)TaskState.Skipped + 1];

    /// <summary>Creates a ledger in which every task is pending.</summary>
    /// <param name="count">Number of tasks, 1 .. 2^40.</param>
    public StageLedger(long count)
    {
        Count = count;
        _chunks = new byte[]?[(count + ChunkTasks - 1) / ChunkTasks];
        _tallies[(int)TaskState.Pending] = count;
    }

    /// <summary>Number of tasks.</summary>
    public long Count { get; }

    /// <summary>Number of tasks in a state.</summary>
    public long Tally(TaskState state) => _tallies[(int)state];

    /// <summary>Number of tasks that are final.</summary>
    public long FinalCount =>
        Tally(TaskState.Succeeded) + Tally(TaskState.Failed) + Tally(TaskState.Cancelled) + Tally(TaskState.Skipped);

    /// <summary>State of a task.</summary>
    public TaskState StateOf(long index) => (TaskState)(Packed(index) & 0xF);

    /// <summary>Attempts of a task that ended and count against it, 0 .. 15.</summary>
    public int FailuresOf(long index) => Packed(index) >> 4;

    /// <summary>Attempts of a task that were planned, 0 .. 255.</summary>
    public int AttemptsOf(long index)
    {
        byte[]? chunk = _chunks[index / ChunkTasks];
        return chunk is null ? 0 : chunk[ChunkTasks + (index % ChunkTasks)];
    }

    /// <summary>Writes one task.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such task, or a number does not fit its bits.</exception>
    public void Set(long index, TaskState state, int attempts, int failures)
    {
        // Unsigned comparisons also refuse what is negative; a number that does not fit would spoil its neighbour's bits.
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((ulong)index, (ulong)Count, nameof(index));
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)attempts, (uint)RetrySpec.MaxTotalAttempts, nameof(attempts));
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)failures, (uint)RetrySpec.MaxAttempts, nameof(failures));
        byte[] chunk = Touch(index);
        int at = (int)(index % ChunkTasks);
        _tallies[chunk[at] & 0xF]--;
        _tallies[(int)state]++;
        chunk[at] = (byte)((int)state | (failures << 4));
        chunk[ChunkTasks + at] = (byte)attempts;
    }

    /// <summary>Tasks in one of the wanted states within a range, ascending, as ranges.</summary>
    public IEnumerable<IndexRange> RangesOf(IndexRange within, Func<TaskState, bool> wanted)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        long open = -1;
        for (long i = within.First; i < within.End;)
        {
            bool untouched = _chunks[i / ChunkTasks] is null;
            long next = untouched ? Math.Min(within.End, ((i / ChunkTasks) + 1) * ChunkTasks) : i + 1;
            bool match = wanted(StateOf(i));
            if (match && open < 0)
            {
                open = i;
            }
            else if (!match && open >= 0)
            {
                yield return new IndexRange(open, i - open);
                open = -1;
            }

            i = next;
        }

        if (open >= 0)
        {
            yield return new IndexRange(open, within.End - open);
        }
    }

    /// <summary>Tasks of the whole stage in one of the wanted states.</summary>
    public IndexSet Select(Func<TaskState, bool> wanted) => IndexSet.FromRanges(RangesOf(new IndexRange(0, Count), wanted));

    /// <summary>Number of chunks, touched or not.</summary>
    internal int Chunks => _chunks.Length;

    /// <summary>A chunk as it is held: a byte of state and failures for each task, then a byte of attempts for each; empty when untouched.</summary>
    internal ReadOnlySpan<byte> ChunkOf(int chunk) => _chunks[chunk];

    /// <summary>Fills an untouched chunk.</summary>
    /// <exception cref="FormatException">There is no such untouched chunk, or a task in it is in no known state.</exception>
    internal void Load(int chunk, ReadOnlySpan<byte> tasks)
    {
        if (chunk >= _chunks.Length || _chunks[chunk] is not null)
        {
            throw new FormatException("A ledger has no such chunk.");
        }

        long first = (long)chunk * ChunkTasks;
        int count = (int)Math.Min(ChunkTasks, Count - first);
        Span<long> tallies = stackalloc long[0xF + 1];
        foreach (byte task in tasks[..count])
        {
            tallies[task & 0xF]++;
        }

        if (tallies[(int)TaskState.None] != 0 || tallies[_tallies.Length..].ContainsAnyExcept(0))
        {
            throw new FormatException("A task is in no known state.");
        }

        tasks.CopyTo(Touch(first));
        _tallies[(int)TaskState.Pending] -= count;
        for (int state = 0; state < _tallies.Length; state++)
        {
            _tallies[state] += tallies[state];
        }
    }

    private byte Packed(long index)
    {
        byte[]? chunk = _chunks[index / ChunkTasks];
        return chunk is null ? Untouched : chunk[index % ChunkTasks];
    }

    private byte[] Touch(long index)
    {
        ref byte[]? chunk = ref _chunks[index / ChunkTasks];
        if (chunk is null)
        {
            chunk = new byte[2 * ChunkTasks];
            chunk.AsSpan(0, ChunkTasks).Fill(Untouched);
        }

        return chunk;
    }
}
