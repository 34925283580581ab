using HtcFlow.Backends.Simulated.Machines;
using HtcFlow.Backends.Simulated.World;

namespace HtcFlow.Backends.Simulated.Cloud;

/// <summary>A queue: its arrays in order of submission, and its machines that have room.</summary>
internal sealed class CloudQueue(QueueSpec spec, IReadOnlyList<CloudPool> pools)
{
    private readonly List<CloudJob> _jobs = [];
    private int _first;

    internal QueueSpec Spec => spec;

    internal IReadOnlyList<CloudPool> Pools => pools;

    /// <summary>Machines on which something may be placed; those that filled up or went are dropped when it is walked.</summary>
    internal List<Machine> Roomy { get; } = [];

    /// <summary>Processors that queued elements ask for.</summary>
    internal long QueuedVcpus { get; set; }

    /// <summary>Processors of machines that boot.</summary>
    internal long BootingVcpus { get; set; }

    /// <summary>Processors of all its machines.</summary>
    internal long RentedVcpus { get; set; }

    /// <summary>First array with queued elements; null without one.</summary>
    internal CloudJob? Head
    {
        get
        {
            while (_first < _jobs.Count && _jobs[_first].Queued == 0)
            {
                _first++;
            }

            if (_first == _jobs.Count || _first >= 64)
            {
                _jobs.RemoveRange(0, _first);
                _first = 0;
            }

            return _jobs.Count == 0 ? null : _jobs[_first];
        }
    }

    internal void Add(CloudJob job)
    {
        _jobs.Add(job);
        QueuedVcpus += (long)job.Queued * job.Vcpus;
    }

    /// <summary>The array whose next element a machine takes: the first in order that the machine is large enough for, if it has room now.</summary>
    /// <remarks>A machine keeps its room for the first array, so that small elements behind it do not starve it.</remarks>
    internal CloudJob? NextFor(Machine machine)
    {
        if (Head is null)
        {
            return null;
        }

        for (int j = _first; j < _jobs.Count; j++)
        {
            CloudJob job = _jobs[j];
            if (job.Queued > 0 && machine.Pool.FitOf(job) > 0)
            {
                return machine.HasRoomFor(job) ? job : null;
            }
        }

        return null;
    }
}
