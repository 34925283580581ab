using HtcFlow.Backends.Simulated.Cloud;
using HtcFlow.Backends.Simulated.Ledgers;
using HtcFlow.Backends.Simulated.World;
using HtcFlow.Core.Ports;
using HtcFlow.Core.Sweeps;

namespace HtcFlow.Backends.Simulated.Service;

/// <summary>What a backend has learnt of one array: counts from the summary, and the children it has listed.</summary>
/// <remarks>
/// A summary counts children without naming them. Those that ended badly are listed, by pages of 100, when their number has grown by a step,
/// when the last listing is old (the older, the more pages it had), or when the array has ended; those that succeeded never, for their keys name them.
/// Those that run are listed when they fit into one page, and the last listing is old.
/// </remarks>
internal sealed class ArrayView(CloudJob job, MachineNames machines, ServiceModel service)
{
    private const int PageSize = 100;
    private IndexSet _badly = IndexSet.Empty;
    private IndexSet _running = IndexSet.Empty;
    private long _runningAt = long.MinValue / 2;
    private int _listed;
    private long _listedAt = job.SubmittedAt;
    private (ArrayStatus Status, long At) _last = (StatusOf(job.Handle), job.SubmittedAt);
    private (ArrayStatus Status, long At) _before = (StatusOf(job.Handle), job.SubmittedAt);

    internal CloudJob Job => job;

    /// <summary>Looks at the array.</summary>
    /// <returns>Its status, and the number of calls that listing its children took.</returns>
    internal (ArrayStatus Status, long Calls) Look(long now)
    {
        long calls = 0;
        int casualties = job.Casualties.Count;
        if (casualties > _listed && IsTimeToList(casualties, now))
        {
            calls = Pages(casualties);
            _listed = casualties;
            _listedAt = now;
            _badly = IndexSet.Of(job.Casualties.Select(static c => (long)c.Element));
        }

        calls += ListRunning(now);
        ArrayStatus status = StatusOf(job.Handle) with
        {
            Running = _running,
            RunningCount = job.Running,
            Ended = job.HasEnded ? IndexSet.Range(0, job.Elements) : _badly,
            EndedCount = job.Elements - job.Queued - job.Running,
            Abnormal = new CasualtyList(job.Casualties, _listed, machines),
        };
        _before = _last;
        _last = (status, now);
        return (status, calls);
    }

    // Of thousands that run nobody asks which. The last page of an array is worth a call now and then: there are the stragglers.
    private int ListRunning(long now)
    {
        bool isLast = job.Running <= PageSize && job.Running > 0 && now - _runningAt >= service.ListAfter.TotalMilliseconds;
        if (!service.TellsRunning && !isLast)
        {
            _running = job.Running == 0 ? IndexSet.Empty : _running;
            return 0;
        }

        _running = job.ElementsIn(ElementState.Running);
        _runningAt = now;
        return (int)Pages(job.Running);
    }

    /// <summary>An older answer, as a service gives that has not caught up with itself; null when there is none that is young enough.</summary>
    internal ArrayStatus? Stale(long now)
    {
        long oldest = now - (long)service.StaleFor.TotalMilliseconds;
        return _before.At >= oldest ? _before.Status : _last.At >= oldest ? _last.Status : null;
    }

    private static ArrayStatus StatusOf(JobHandle handle) => new() { Handle = handle, IsKnown = true };

    private bool IsTimeToList(int casualties, long now) =>
        job.HasEnded
        || casualties - _listed >= Math.Max(PageSize, _listed * service.ListStep)
        || now - _listedAt >= service.ListAfter.TotalMilliseconds * Pages(casualties);

    private static long Pages(int children) => (children + PageSize - 1) / PageSize;
}
