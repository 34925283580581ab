using HtcFlow.Backends.Simulated.Cloud;
using HtcFlow.Backends.Simulated.World;

namespace HtcFlow.Backends.Simulated.Machines;

/// <summary>Throws a machine's fate: its speed, its trouble, and when it will be taken away or die.</summary>
internal sealed class MachineDice(int seed, FleetModel fleet)
{
    private const double MillisecondsPerHour = 3_600_000;
    private readonly ulong _seed = Dice.Seed((ulong)seed, "machine");

    /// <summary>Makes a machine that is ordered now.</summary>
    internal Machine Make(int number, CloudPool pool, CloudQueue queue, long now)
    {
        PoolSpec spec = pool.Spec;
        MachineTrouble trouble = TroubleOf(Even(number, DicePurpose.Trouble));
        double spread = Math.Max(0.2, 1 + (spec.SpeedDeviation * Dice.Normal(Throw(number, DicePurpose.Speed))));
        double share = trouble switch
        {
            MachineTrouble.Slow => fleet.SlowSpeed,
            MachineTrouble.LowBandwidth => fleet.LowBandwidthSpeed,
            _ => 1,
        };

        // Boot times lie evenly between half and one and a half of the mean.
        long ready = now + (long)(fleet.Boot.TotalMilliseconds * (0.5 + Even(number, DicePurpose.Boot)));
        return new Machine
        {
            Number = number,
            Pool = pool,
            Queue = queue,
            Speed = spec.Speed * spread * share,
            Trouble = trouble,
            LaunchedAt = now,
            ReadyAt = ready,
            LeavesAt = After(ready, spec.HazardPerHour, number, DicePurpose.Reclaim),
            HasNotice = Even(number, DicePurpose.Notice) >= fleet.NoNoticeShare,
            DiesAt = After(ready, fleet.DeathPerHour, number, DicePurpose.Death),
            FreeVcpus = spec.Vcpus,
            FreeMemory = spec.MemoryBytes,
        };
    }

    /// <summary>An even number for a machine, 0 .. 1.</summary>
    internal double Even(int number, DicePurpose purpose, int occasion = 0) => Dice.Even(Dice.Throw(_seed, number, occasion, purpose));

    private ulong Throw(int number, DicePurpose purpose) => Dice.Throw(_seed, number, 0, purpose);

    private long After(long begin, double perHour, int number, DicePurpose purpose)
    {
        if (perHour <= 0)
        {
            return Machine.Never;
        }

        // A century is as good as never, and far from an overflow.
        double hours = Math.Min(Dice.Exponential(Throw(number, purpose)) / perHour, 876_000);
        return begin + (long)(hours * MillisecondsPerHour);
    }

    private MachineTrouble TroubleOf(double even) =>
        even < fleet.SlowShare ? MachineTrouble.Slow
        : even < fleet.SlowShare + fleet.LowBandwidthShare ? MachineTrouble.LowBandwidth
        : even < fleet.SlowShare + fleet.LowBandwidthShare + fleet.StalledShare ? MachineTrouble.Stalled
        : MachineTrouble.None;
}
