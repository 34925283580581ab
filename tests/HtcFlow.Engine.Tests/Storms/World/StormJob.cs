using HtcFlow.Core.Ports;
using HtcFlow.Core.Sweeps;
using HtcFlow.Core.Wire;

namespace HtcFlow.Engine.Tests.Storms.World;

/// <summary>One array in the cloud of a storm.</summary>
internal sealed class StormJob
{
    private const int RememberedStatuses = 3;
    private readonly SortedSet<long> _ended = [];
    private readonly List<ElementEnd> _abnormal = [];
    private readonly List<ArrayStatus> _told = [];

    public StormJob(ArrayAsk ask, StageOrder order, JobHandle handle, DateTimeOffset visibleAt)
    {
        Ask = ask;
        Order = order;
        Tasks = IndexSet.Parse(order.Indices);
        Handle = handle;
        VisibleAt = visibleAt;
        for (int e = 0; e < ask.Elements; e++)
        {
            Queued.Add(e);
        }
    }

    public ArrayAsk Ask { get; }

    public StageOrder Order { get; }

    public IndexSet Tasks { get; }

    public JobHandle Handle { get; }

    /// <summary>When a search by name finds it at the latest.</summary>
    public DateTimeOffset VisibleAt { get; }

    /// <summary>Whether anybody ever asked for its status, and so knows that it is there.</summary>
    public bool IsWatched { get; private set; }

    /// <summary>Elements that wait.</summary>
    public SortedSet<int> Queued { get; } = [];

    /// <summary>Elements that run.</summary>
    public SortedDictionary<int, StormRun> Running { get; } = [];

    public bool HasEnded => Queued.Count + Running.Count == 0;

    public void End(int element, int exit, string reason, string host = "")
    {
        Queued.Remove(element);
        Running.Remove(element);
        _ended.Add(element);
        if (exit != 0)
        {
            _abnormal.Add(new ElementEnd(element, exit, reason, host));
        }
    }

    /// <summary>Status as it is now.</summary>
    public ArrayStatus Status()
    {
        IsWatched = true;
        var status = new ArrayStatus
        {
            Handle = Handle,
            IsKnown = true,
            Running = IndexSet.Of(Running.Keys.Select(e => (long)e)),
            Ended = IndexSet.Of(_ended),
            Abnormal = [.. _abnormal],
        };
        _told.Add(status);
        if (_told.Count > RememberedStatuses)
        {
            _told.RemoveAt(0);
        }

        return status;
    }

    /// <summary>A status from before, as a service gives whose counts lag behind.</summary>
    public ArrayStatus StaleStatus() => _told.Count == 0 ? new ArrayStatus { Handle = Handle, IsKnown = true } : _told[0];
}
