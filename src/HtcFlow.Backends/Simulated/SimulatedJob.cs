using HtcFlow.Core.Ports;
using HtcFlow.Core.Sweeps;
using HtcFlow.Core.Wire;

namespace HtcFlow.Backends.Simulated;

/// <summary>One array in the twin.</summary>
internal sealed class SimulatedJob
{
    private readonly SortedSet<long> _queued;
    private readonly SortedSet<long> _running = [];
    private readonly SortedSet<long> _ended = [];
    private readonly List<ElementEnd> _abnormal = [];
    private readonly StageOrder? _order;

    internal SimulatedJob(ArrayAsk ask, int number)
    {
        Ask = ask;
        Handle = new JobHandle(ask.Name, $"sim-{number}");
        _queued = [.. Enumerable.Range(0, ask.Elements).Select(static e => (long)e)];
        _order = ask.Environment.TryGetValue(RunnerEnvironment.Order, out string? text) && !text.StartsWith('@')
            ? OrderCodec.Parse(text)
            : null;
    }

    internal ArrayAsk Ask { get; }

    internal JobHandle Handle { get; }

    internal bool HasQueued => _queued.Count > 0;

    /// <summary>Whether everything has ended.</summary>
    internal bool HasEnded => _queued.Count + _running.Count == 0;

    internal StartedElement StartNext()
    {
        long element = _queued.Min;
        _queued.Remove(element);
        _running.Add(element);
        return Element((int)element);
    }

    internal StartedElement Element(int element) => new(Ask, element, _order);

    /// <summary>Elements that wait never start.</summary>
    internal bool CancelQueued(IndexSet elements)
    {
        long[] cancelled = [.. _queued.Where(e => elements.PositionOf(e) >= 0)];
        foreach (long element in cancelled)
        {
            _queued.Remove(element);
            _ended.Add(element);
            _abnormal.Add(new ElementEnd((int)element, -1, "cancelled before it started"));
        }

        return cancelled.Length > 0;
    }

    internal void OnEnded(int element, ElementPlay play, string host)
    {
        _running.Remove(element);
        _ended.Add(element);
        if (play.Exit != 0)
        {
            _abnormal.Add(new ElementEnd(element, play.Exit, play.Reason, host));
        }
    }

    internal ArrayStatus Status() => new()
    {
        Handle = Handle,
        IsKnown = true,
        Running = IndexSet.Of(_running),
        Ended = IndexSet.Of(_ended),
        Abnormal = [.. _abnormal],
    };
}
