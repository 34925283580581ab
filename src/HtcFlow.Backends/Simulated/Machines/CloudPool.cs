using HtcFlow.Backends.Simulated.Cloud;
using HtcFlow.Backends.Simulated.World;
using HtcFlow.Core.Campaigns;

namespace HtcFlow.Backends.Simulated.Machines;

/// <summary>A pool with what is rented of it.</summary>
internal sealed class CloudPool(int number, PoolSpec spec, CloudZone zone)
{
    internal int Number => number;

    internal PoolSpec Spec => spec;

    internal CloudZone Zone => zone;

    /// <summary>Machines rented now.</summary>
    internal int Machines { get; set; }

    /// <summary>Whether one machine is large enough for an element.</summary>
    internal bool Holds(ResourceSpec resources) =>
        resources.Vcpus <= spec.Vcpus && (spec.MemoryBytes == 0 || resources.MemoryBytes <= spec.MemoryBytes);

    /// <summary>Elements of a kind that one machine holds.</summary>
    internal int FitOf(CloudJob job)
    {
        long byVcpus = spec.Vcpus / job.Vcpus;
        long byMemory = spec.MemoryBytes == 0 || job.MemoryBytes == 0 ? byVcpus : spec.MemoryBytes / job.MemoryBytes;
        return (int)Math.Min(byVcpus, byMemory);
    }
}
