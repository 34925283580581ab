using HtcFlow.Backends.Simulated.Machines;

namespace HtcFlow.Backends.Simulated.Cloud;

/// <summary>What falls due apart from machines: scaling, storms, late keys.</summary>
internal sealed class Agenda
{
    private readonly PriorityQueue<Action<long>, (long At, long Order)> _queue = new();
    private long _order;

    /// <summary>Time of the first; <see cref="Machine.Never"/> when empty.</summary>
    internal long NextAt => _queue.TryPeek(out _, out (long At, long Order) first) ? first.At : Machine.Never;

    /// <summary>Notes something down; of equal times the first noted happens first.</summary>
    internal void Add(long at, Action<long> act) => _queue.Enqueue(act, (at, _order++));

    /// <summary>Does the first.</summary>
    internal void DoFirst()
    {
        if (_queue.TryDequeue(out Action<long>? act, out (long At, long Order) first))
        {
            act(first.At);
        }
    }
}
