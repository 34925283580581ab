using HtcFlow.Backends.Simulated.Cloud;
using HtcFlow.Backends.Simulated.Ledgers;
using HtcFlow.Backends.Simulated.Metering;
using HtcFlow.Backends.Simulated.World;

namespace HtcFlow.Backends.Simulated.Machines;

/// <summary>Rents machines for what is queued and takes them back.</summary>
internal sealed class Landlord(WorldSpec world, MachineHeap heap, MachineNames names, CloudMeter meter)
{
    private const double StormMilliseconds = 15 * 60_000;
    private readonly MachineDice _dice = new(world.Seed, world.Fleet);
    private readonly List<Machine?> _machines = [null];

    /// <summary>Machines that are rented, by number.</summary>
    internal IEnumerable<Machine> Rented => _machines.OfType<Machine>();

    /// <summary>The machine of a number; null when it is gone or never was.</summary>
    internal Machine? this[int number] => number < _machines.Count ? _machines[number] : null;

    /// <summary>Rents what a queue's elements want beyond the machines that boot already.</summary>
    internal void Scale(CloudQueue queue, long now)
    {
        long wanted = queue.QueuedVcpus - queue.BootingVcpus;
        if (wanted > 0 && queue.Head is { } job)
        {
            new Allocation(queue, job, now).Rent(wanted, pool => Launch(queue, pool, now));
        }
    }

    /// <summary>A machine is usable.</summary>
    internal static void Boot(Machine machine, long now)
    {
        machine.Phase = MachinePhase.Up;
        machine.IdleSince = now;
        machine.Queue.BootingVcpus -= machine.Spec.Vcpus;
    }

    /// <summary>A machine is given back.</summary>
    internal void Return(Machine machine, long now)
    {
        if (machine.Phase == MachinePhase.Booting)
        {
            machine.Queue.BootingVcpus -= machine.Spec.Vcpus;
        }

        machine.Phase = MachinePhase.Gone;
        machine.PaidUntil = Math.Min(machine.PaidUntil, now);
        machine.Queue.RentedVcpus -= machine.Spec.Vcpus;
        machine.Pool.Machines--;
        machine.Pool.Zone.Machines--;
        _machines[machine.Number] = null;
        heap.Set(machine, Machine.Never);
        meter.Settle(machine);
    }

    /// <summary>A storm begins: each machine that it takes is told at a time of its own within a quarter of an hour.</summary>
    /// <returns>The machines whose time has changed.</returns>
    internal IEnumerable<Machine> Hit(int number, long now)
    {
        StormSpec storm = world.Storms[number];
        foreach (Machine machine in Rented)
        {
            bool isThere = (storm.Type.Length == 0 || storm.Type == machine.Spec.Type) && (storm.Zone.Length == 0 || storm.Zone == machine.Spec.Zone);
            if (isThere && _dice.Even(machine.Number, DicePurpose.StormHit, number) < storm.Share)
            {
                long at = now + (long)(StormMilliseconds * _dice.Even(machine.Number, DicePurpose.StormTime, number));
                machine.LeavesAt = Math.Min(machine.LeavesAt, at);
                yield return machine;
            }
        }
    }

    private void Launch(CloudQueue queue, CloudPool pool, long now)
    {
        Machine machine = _dice.Make(names.Add(pool.Spec.Type), pool, queue, now);
        _machines.Add(machine);
        pool.Machines++;
        pool.Zone.Start();
        queue.BootingVcpus += pool.Spec.Vcpus;
        queue.RentedVcpus += pool.Spec.Vcpus;
        meter.Launch(machine);
        heap.Set(machine, Math.Min(machine.ReadyAt, machine.LeavesAt));
    }
}
