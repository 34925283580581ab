namespace HtcFlow.Backends.Simulated.Machines;

/// <summary>Machines by the time of what happens on them next; equal times by number.</summary>
/// <remarks>
/// A heap of machines and not of elements: 40,000 entries stay in the processor's cache where a million would not, and an element
/// that is cut short leaves no stale entry. Four children a node: half the levels of two, and they share a cache line of keys.
/// </remarks>
internal sealed class MachineHeap
{
    private const int Children = 4;
    private Machine[] _machines = new Machine[64];
    private long[] _times = new long[64];
    private int _count;

    /// <summary>Time of the first; <see cref="Machine.Never"/> when empty.</summary>
    internal long NextAt => _count == 0 ? Machine.Never : _times[0];

    internal Machine First => _machines[0];

    /// <summary>Puts a machine in, moves it, or (at <see cref="Machine.Never"/>) takes it out.</summary>
    internal void Set(Machine machine, long at)
    {
        if (machine.NextAt == at && machine.HeapPosition >= 0)
        {
            return;
        }

        machine.NextAt = at;
        if (at == Machine.Never)
        {
            Remove(machine);
            return;
        }

        if (machine.HeapPosition < 0)
        {
            if (_count == _machines.Length)
            {
                Array.Resize(ref _machines, _count * 2);
                Array.Resize(ref _times, _count * 2);
            }

            Place(machine, at, _count++);
        }

        _times[machine.HeapPosition] = at;
        Sift(machine, at);
    }

    private void Remove(Machine machine)
    {
        int hole = machine.HeapPosition;
        if (hole < 0)
        {
            return;
        }

        machine.HeapPosition = -1;
        _count--;
        Machine last = _machines[_count];
        _machines[_count] = null!;
        if (hole < _count)
        {
            Place(last, last.NextAt, hole);
            Sift(last, last.NextAt);
        }
    }

    private void Sift(Machine machine, long at)
    {
        int position = machine.HeapPosition;
        while (position > 0 && IsBefore(machine, at, (position - 1) / Children))
        {
            int parent = (position - 1) / Children;
            Place(_machines[parent], _times[parent], position);
            position = parent;
        }

        while (SmallestChild(position) is var child && child > 0 && !IsBefore(machine, at, child))
        {
            Place(_machines[child], _times[child], position);
            position = child;
        }

        Place(machine, at, position);
    }

    private int SmallestChild(int position)
    {
        int first = (position * Children) + 1;
        if (first >= _count)
        {
            return 0;
        }

        int best = first;
        int end = Math.Min(first + Children, _count);
        for (int child = first + 1; child < end; child++)
        {
            best = IsBefore(_machines[child], _times[child], best) ? child : best;
        }

        return best;
    }

    private bool IsBefore(Machine machine, long at, int position) =>
        at < _times[position] || (at == _times[position] && machine.Number < _machines[position].Number);

    private void Place(Machine machine, long at, int position)
    {
        _machines[position] = machine;
        _times[position] = at;
        machine.HeapPosition = position;
    }
}
