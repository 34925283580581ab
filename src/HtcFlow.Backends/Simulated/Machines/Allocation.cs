using HtcFlow.Backends.Simulated.Cloud;

namespace HtcFlow.Backends.Simulated.Machines;

/// <summary>Chooses the pools from which machines are rented.</summary>
/// <remarks>
/// The rule, after the price-capacity-optimised one of EC2: a pool's cost is its price now for the elements that fit on one machine, divided
/// by its speed, times 1 + hazard an hour (what is interrupted is partly done again). What is wanted is spread over the pools in proportion
/// to (lowest cost / cost)^4: a pool of the same cost gets as much, one twice as dear a sixteenth. What a pool cannot give (its limit,
/// that of its zone, the zone's ramp) is then taken from the others, the cheapest first.
/// </remarks>
internal sealed class Allocation(CloudQueue queue, CloudJob job, long now)
{
    private readonly (CloudPool Pool, double Cost)[] _pools = [.. queue.Pools
        .Where(pool => pool.FitOf(job) > 0)
        .Select(pool => (Pool: pool, Cost: CostOf(pool, job, now)))
        .OrderBy(p => p.Cost).ThenBy(p => p.Pool.Number)];

    /// <summary>Rents machines.</summary>
    /// <param name="vcpus">Processors wanted.</param>
    /// <param name="rent">Rents one machine of a pool.</param>
    internal void Rent(long vcpus, Action<CloudPool> rent)
    {
        if (_pools.Length == 0)
        {
            return;
        }

        double best = Math.Max(_pools[0].Cost, double.Epsilon);
        double sum = _pools.Sum(p => WeightOf(best, p.Cost));
        long left = vcpus;
        foreach ((CloudPool pool, double cost) in _pools)
        {
            left -= RentFrom(pool, Math.Min(left, (long)Math.Ceiling(vcpus * WeightOf(best, cost) / sum)), rent);
        }

        foreach ((CloudPool pool, _) in _pools)
        {
            left -= RentFrom(pool, left, rent);
        }
    }

    private static double CostOf(CloudPool pool, CloudJob job, long now) =>
        pool.Spec.Price.At(TimeSpan.FromMilliseconds(now)) * (1 + pool.Spec.HazardPerHour) / (pool.FitOf(job) * pool.Spec.Speed);

    private static double WeightOf(double best, double cost) => Math.Pow(best / Math.Max(cost, double.Epsilon), 4);

    private long RentFrom(CloudPool pool, long vcpus, Action<CloudPool> rent)
    {
        int usable = pool.FitOf(job) * job.Vcpus;
        long rented = 0;
        while (rented < vcpus && pool.Machines < pool.Spec.MaxMachines && pool.Zone.RoomAt(now) > 0
            && queue.RentedVcpus + pool.Spec.Vcpus <= queue.Spec.MaxVcpus)
        {
            rent(pool);
            rented += usable;
        }

        return rented;
    }
}
