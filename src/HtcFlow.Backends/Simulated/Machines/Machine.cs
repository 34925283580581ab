using HtcFlow.Backends.Simulated.Cloud;
using HtcFlow.Backends.Simulated.World;

namespace HtcFlow.Backends.Simulated.Machines;

/// <summary>One rented machine; times are milliseconds since the begin of the simulation.</summary>
internal sealed class Machine
{
    /// <summary>A time that never comes.</summary>
    internal const long Never = long.MaxValue;

    private Slot[] _slots = [];
    private long[] _ends = [];

    internal required int Number { get; init; }

    internal required CloudPool Pool { get; init; }

    internal required CloudQueue Queue { get; init; }

    internal required double Speed { get; init; }

    internal required MachineTrouble Trouble { get; init; }

    internal required long LaunchedAt { get; init; }

    internal required long ReadyAt { get; init; }

    internal required long DiesAt { get; init; }

    /// <summary>When it is told that it will be taken away, or is taken away without being told.</summary>
    internal long LeavesAt { get; set; }

    internal bool HasNotice { get; set; }

    /// <summary>When it is gone, or when its death is noticed.</summary>
    internal long GoneAt { get; set; } = Never;

    /// <summary>When it stopped costing anything; <see cref="Never"/> while it does.</summary>
    internal long PaidUntil { get; set; } = Never;

    internal MachinePhase Phase { get; set; } = MachinePhase.Booting;

    internal int FreeVcpus { get; set; }

    internal long FreeMemory { get; set; }

    internal long IdleSince { get; set; }

    /// <summary>Whether it stands in its queue's list of machines with room.</summary>
    internal bool IsListed { get; set; }

    /// <summary>When something happens on it next; kept by <see cref="MachineHeap"/>.</summary>
    internal long NextAt { get; set; } = Never;

    internal int HeapPosition { get; set; } = -1;

    /// <summary>Elements on it.</summary>
    internal int Running { get; private set; }

    internal PoolSpec Spec => Pool.Spec;

    internal Span<Slot> Slots => _slots.AsSpan(0, Running);

    /// <summary>When the present task of each slot ends; apart from the slots because it is searched at each event.</summary>
    internal Span<long> Ends => _ends.AsSpan(0, Running);

    /// <summary>Takes an element in; its end is to be set.</summary>
    internal int Add(CloudJob job, int element)
    {
        if (Running == _slots.Length)
        {
            int size = Math.Max(Running * 2, Math.Min(Spec.Vcpus / job.Vcpus, 256));
            Array.Resize(ref _slots, Math.Max(size, 1));
            Array.Resize(ref _ends, _slots.Length);
        }

        _slots[Running] = new Slot { Job = job, Element = element };
        _ends[Running] = Never;
        FreeVcpus -= job.Vcpus;
        FreeMemory -= job.MemoryBytes;
        return Running++;
    }

    /// <summary>Takes an element out; the last slot moves to its place.</summary>
    internal void Remove(int slot)
    {
        FreeVcpus += _slots[slot].Job.Vcpus;
        FreeMemory += _slots[slot].Job.MemoryBytes;
        Running--;
        _slots[slot] = _slots[Running];
        _ends[slot] = _ends[Running];
        _slots[Running] = default;
    }

    /// <summary>Whether an element has room now.</summary>
    internal bool HasRoomFor(CloudJob job) => job.Vcpus <= FreeVcpus && (Spec.MemoryBytes == 0 || job.MemoryBytes <= FreeMemory);

    /// <summary>First end of a task; <see cref="Never"/> without one.</summary>
    internal long FirstEnd()
    {
        long first = Never;
        foreach (long end in Ends)
        {
            first = end < first ? end : first;
        }

        return first;
    }
}
