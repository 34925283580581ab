using HtcFlow.AwsEmulator.Batch;
using HtcFlow.AwsEmulator.Clock;
using HtcFlow.AwsEmulator.Jobs;
using HtcFlow.AwsEmulator.Options;

namespace HtcFlow.AwsEmulator.World;

/// <summary>Asks for instances where queues have a backlog: the cheapest pools that have capacity, spread by how much they have.</summary>
internal sealed class Scaling(Region region) : IAgendaTarget
{
    private bool _isWaiting;

    /// <summary>Looks at the queues soon, if one has a backlog.</summary>
    public void Wake()
    {
        if (!_isWaiting && region.Queues.Values.Any(static queue => queue.Backlog.Count > 0))
        {
            _isWaiting = true;
            region.Emulator.Agenda.After(TimeSpan.Zero, this, 0);
        }
    }

    public void OnDue(int what, int first, int second)
    {
        if (what == 0)
        {
            // Instances that came at this very moment take what they can first. The next look is a period away, whatever happens.
            region.Fleet.Place();
            foreach (JobQueue queue in region.Queues.Values.Where(static queue => queue.IsRunning))
            {
                Grow(queue);
            }

            region.Emulator.Agenda.After(region.Emulator.Options.World.ScalePeriod, this, 1);
            return;
        }

        _isWaiting = false;
        Wake();
    }

    private void Grow(JobQueue queue)
    {
        foreach ((Shape shape, int count) in queue.Backlog)
        {
            long need = ((long)count * shape.Vcpus) - queue.Environments.Where(static environment => environment.IsRunning).Sum(static environment => environment.ComingVcpus);
            foreach (ComputeEnvironment environment in queue.Environments)
            {
                if (need > 0 && environment.IsRunning)
                {
                    need -= Grow(environment, shape, need);
                }
            }
        }
    }

    private long Grow(ComputeEnvironment environment, Shape shape, long need)
    {
        double memoryShare = region.Emulator.Options.World.MemoryShare;
        DateTimeOffset now = region.Emulator.Agenda.Now;
        long elements = Math.Max(1, need / shape.Vcpus);
        var pools = (from type in TypeTable.Choose(environment.InstanceTypes)
                     where type.Vcpus >= shape.Vcpus && (int)(type.MemoryMib * memoryShare) >= shape.MemoryMib
                     from zone in region.ZonesOf(environment)
                     let free = region.Market.Free(type, zone)
                     where free >= type.Vcpus
                     let price = environment.IsSpot ? region.Market.Spot(type, zone, now) : type.Price
                     where !environment.IsSpot || price <= type.Price * (environment.Resources.Whole("bidPercentage") ?? 100) / 100
                     // What an element costs here: of the vCPUs and the memory, the scarcer decides how many fit, and no more count than there are.
                     let fit = Math.Min(type.Vcpus / shape.Vcpus, (int)(type.MemoryMib * memoryShare) / Math.Max(1, shape.MemoryMib))
                     orderby price / Math.Min(fit, elements), type.Vcpus descending
                     select (Type: type, Zone: zone, Free: free, Fit: fit)).ToList();
        long taken = 0;
        foreach ((InstanceType type, string zone, int free, int fit) in pools)
        {
            // Capacity-optimised: no more than half of what a pool has in one go, so that the next best takes part.
            int most = Math.Max(1, free / type.Vcpus / 2);
            while (taken < need && most-- > 0 && MayGrow(environment, type) && region.Market.Free(type, zone) >= type.Vcpus)
            {
                region.Fleet.Launch(environment, type, zone);
                taken += (long)fit * shape.Vcpus;
            }
        }

        return taken;
    }

    // What the environment allows, and for spot instances the account's quota in the region.
    private bool MayGrow(ComputeEnvironment environment, InstanceType type)
    {
        double quota = Array.Find(region.Emulator.Options.Quotas, static quota => quota.Code == QuotaOptions.SpotVcpus)?.Value ?? double.MaxValue;
        return environment.Vcpus + type.Vcpus <= environment.MaxVcpus
            && (!environment.IsSpot || region.Environments.Values.Where(static one => one.IsSpot).Sum(static one => one.Vcpus) + type.Vcpus <= quota);
    }
}
