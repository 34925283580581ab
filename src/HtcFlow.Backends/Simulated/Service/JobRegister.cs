using HtcFlow.Backends.Simulated.Cloud;
using HtcFlow.Core.Ids;
using HtcFlow.Core.Ports;

namespace HtcFlow.Backends.Simulated.Service;

/// <summary>The arrays that the service remembers, by name.</summary>
internal sealed class JobRegister(SimulatedCloud cloud)
{
    private readonly Dictionary<JobName, ArrayView> _views = [];
    private int _submitted;

    /// <summary>Elements that wait or run.</summary>
    internal long Outstanding => _views.Values.Sum(static v => (long)v.Job.Queued + v.Job.Running);

    /// <summary>The array of a name; null when it was never there or is forgotten.</summary>
    internal ArrayView? this[JobName name]
    {
        get
        {
            if (!_views.TryGetValue(name, out ArrayView? view))
            {
                return null;
            }

            if (view.Job.HasEnded && cloud.Now - view.Job.EndedAt > cloud.World.Service.Memory.TotalMilliseconds)
            {
                _views.Remove(name);
                return null;
            }

            return view;
        }
    }

    /// <summary>Takes an array in, under the next id.</summary>
    internal JobHandle Add(ArrayAsk ask, CloudQueue queue, JobOrder order)
    {
        int id = (_submitted++ % cloud.World.Service.JobIds) + 1;
        var job = new CloudJob(ask, id, queue, order, cloud.Now);
        _views[ask.Name] = new ArrayView(job, cloud.Book.Machines, cloud.World.Service);
        cloud.Submit(job);
        return job.Handle;
    }

    /// <summary>Forgets an array.</summary>
    internal void Remove(JobName name) => _views.Remove(name);
}
