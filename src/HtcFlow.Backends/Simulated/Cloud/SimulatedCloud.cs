using HtcFlow.Backends.Simulated.Ledgers;
using HtcFlow.Backends.Simulated.Machines;
using HtcFlow.Backends.Simulated.Metering;
using HtcFlow.Backends.Simulated.World;
using HtcFlow.Core.Sweeps;

namespace HtcFlow.Backends.Simulated.Cloud;

/// <summary>A cloud in which time passes when somebody looks: machines are rented, run elements, and are taken away.</summary>
/// <remarks>
/// Owner: whoever simulates. It stands for the outside world, so it outlives engines; <see cref="Service.SimulatedBackend"/> and
/// <see cref="SimulatedStore"/> are its faces. No threads and no waiting: a call first plays everything that is due by the clock's now. What
/// happens follows from the specification, its seed and the times of the calls that change something; looking more often changes nothing.
/// </remarks>
public sealed class SimulatedCloud
{
    // Autoscalers look at a queue now and then; ten seconds.
    private const long ScaleMilliseconds = 10_000;
    private readonly TimeProvider _clock;
    private readonly DateTimeOffset _begin;
    private readonly Agenda _agenda = new();
    private readonly MachineHeap _heap = new();
    private readonly Landlord _landlord;
    private readonly Floor _floor;
    private readonly CloudMeter _meter = new();
    private readonly List<CloudQueue> _queues = [];
    private bool _isScaling;

    /// <summary>Begins a simulation at the clock's now.</summary>
    /// <param name="world">The world.</param>
    /// <param name="clock">A clock that moves between calls only.</param>
    /// <exception cref="ArgumentException">The world has no pools, or a queue names one that is not there.</exception>
    public SimulatedCloud(WorldSpec world, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(world);
        ArgumentNullException.ThrowIfNull(clock);
        if (world.Pools.Count == 0 || world.Queues.Any(q => q.Pools.Any(p => p < 0 || p >= world.Pools.Count)))
        {
            throw new ArgumentException("A world needs pools, and its queues may name only those.", nameof(world));
        }

        World = world;
        _clock = clock;
        _begin = clock.GetUtcNow();
        Book = new LedgerBook(world);
        _landlord = new Landlord(world, _heap, Book.Machines, _meter);
        _floor = new Floor(world, new EndReporter(world.Service, _agenda, _meter), _meter);
        OpenQueues();
        for (int s = 0; s < world.Storms.Count; s++)
        {
            int number = s;
            _agenda.Add((long)world.Storms[s].At.TotalMilliseconds, at => Storm(number, at));
        }
    }

    /// <summary>The world that is simulated.</summary>
    public WorldSpec World { get; }

    /// <summary>Now, in milliseconds since the begin.</summary>
    internal long Now { get; private set; }

    internal LedgerBook Book { get; }

    internal CloudMeter Meter => _meter;

    internal IReadOnlyList<CloudQueue> Queues => _queues;

    /// <summary>Guards everything: one call is done after another.</summary>
    internal Lock Gate { get; } = new();

    /// <summary>When something happens next by itself; null when nothing does.</summary>
    public DateTimeOffset? NextEvent
    {
        get
        {
            lock (Gate)
            {
                long next = Math.Min(_agenda.NextAt, _heap.NextAt);
                return next == Machine.Never ? null : _begin + TimeSpan.FromMilliseconds(next);
            }
        }
    }

    /// <summary>Plays everything up to the clock's now and reads the meter.</summary>
    public CloudReading Read()
    {
        lock (Gate)
        {
            Play();
            return _meter.Read(Now, _landlord.Rented);
        }
    }

    /// <summary>Plays everything up to the clock's now.</summary>
    internal void Play()
    {
        long until = Math.Max(Now, (long)(_clock.GetUtcNow() - _begin).TotalMilliseconds);
        while (true)
        {
            long planned = _agenda.NextAt;
            long onMachines = _heap.NextAt;
            long next = Math.Min(planned, onMachines);
            if (next > until)
            {
                break;
            }

            Now = Math.Max(Now, next);
            _meter.Events++;
            _meter.Sample(Now);
            if (planned <= onMachines)
            {
                _agenda.DoFirst();
            }
            else
            {
                Happen(_heap.First, Now);
            }
        }

        Now = until;
    }

    /// <summary>Takes note of the simulator's own time since a reading of <see cref="ThreadClock"/> by the same thread.</summary>
    internal void Charge(TimeSpan since) => _meter.OwnTime += ThreadClock.Now - since;

    /// <summary>Takes an array in.</summary>
    internal void Submit(CloudJob job)
    {
        CloudQueue queue = job.Queue;
        queue.Add(job);
        FillRoomy(queue);
        WatchDemand();
    }

    // A machine with room may have waited for the first array, which has found its places elsewhere.
    private void FillRoomy(CloudQueue queue)
    {
        Machine[] roomy = [.. queue.Roomy];
        queue.Roomy.Clear();
        foreach (Machine machine in roomy)
        {
            machine.IsListed = false;
            if (machine.Phase == MachinePhase.Up)
            {
                _floor.Fill(machine, Now);
                Schedule(machine);
            }
        }
    }

    /// <summary>Cancels elements: queued ones never start, running ones stop now.</summary>
    internal void Cancel(CloudJob job, IndexSet elements)
    {
        foreach (IndexRange range in elements.Ranges)
        {
            for (long e = range.First; e < Math.Min(range.End, job.Elements); e++)
            {
                job.CancelQueued((int)e, Now);
            }
        }

        if (job.Running > 0)
        {
            foreach (Machine machine in _landlord.Rented.Where(m => m.Queue == job.Queue && m.Phase is MachinePhase.Up or MachinePhase.Leaving).ToList())
            {
                StopOn(machine, job, elements);
            }
        }
    }

    /// <summary>Gives a host back: its elements end as at a reclaim with notice.</summary>
    internal void GiveBack(string host)
    {
        if (_landlord[Book.Machines.NumberOf(host)] is { Phase: MachinePhase.Up or MachinePhase.Booting } machine)
        {
            machine.LeavesAt = Now;
            machine.HasNotice = true;
            Schedule(machine);
        }
    }

    private void StopOn(Machine machine, CloudJob job, IndexSet elements)
    {
        bool hasStopped = false;
        for (int slot = machine.Running - 1; slot >= 0; slot--)
        {
            if (machine.Slots[slot].Job == job && elements.PositionOf(machine.Slots[slot].Element) >= 0)
            {
                _floor.Stop(machine, slot, Now);
                hasStopped = true;
            }
        }

        if (hasStopped)
        {
            if (machine.Phase == MachinePhase.Up)
            {
                _floor.Fill(machine, Now);
            }

            Schedule(machine);
        }
    }

    private void OpenQueues()
    {
        var zones = new Dictionary<string, CloudZone>(StringComparer.Ordinal);
        var pools = new List<CloudPool>();
        foreach (PoolSpec pool in World.Pools)
        {
            if (!zones.TryGetValue(pool.Zone, out CloudZone? zone))
            {
                zones.Add(pool.Zone, zone = new CloudZone(World.Fleet));
            }

            pools.Add(new CloudPool(pools.Count, pool, zone));
        }

        QueueSpec whole = new("", [.. Enumerable.Range(0, pools.Count)], int.MaxValue);
        foreach (QueueSpec queue in World.Queues.Count == 0 ? [whole] : World.Queues)
        {
            _queues.Add(new CloudQueue(queue, [.. queue.Pools.Select(p => pools[p])]));
        }
    }

    private void Happen(Machine machine, long now)
    {
        switch (machine.Phase)
        {
            case MachinePhase.Booting or MachinePhase.Up when now >= machine.LeavesAt:
                Leave(machine, now);
                break;
            case MachinePhase.Booting:
                Landlord.Boot(machine, now);
                _floor.Fill(machine, now);
                break;
            case MachinePhase.Up when now >= machine.DiesAt:
                Die(machine, now, Machine.Never);
                _meter.Deaths++;
                break;
            case MachinePhase.Up or MachinePhase.Leaving when machine.FirstEnd() <= now:
                _floor.EndDue(machine, now);
                break;
            default:
                _floor.Clear(machine, now);
                _landlord.Return(machine, now);
                WatchDemand();
                return;
        }

        Schedule(machine);
    }

    private void Leave(Machine machine, long now)
    {
        _meter.Reclaims++;
        if (machine.Phase == MachinePhase.Booting || (machine.HasNotice && machine.Running == 0))
        {
            _landlord.Return(machine, now);
            return;
        }

        if (!machine.HasNotice)
        {
            Die(machine, now, now);
            return;
        }

        machine.Phase = MachinePhase.Leaving;
        machine.GoneAt = now + (long)World.Fleet.Notice.TotalMilliseconds;
        _floor.Warn(machine, now, machine.GoneAt);
    }

    private void Die(Machine machine, long now, long paidUntil)
    {
        _floor.Freeze(machine, now);
        machine.Phase = MachinePhase.Dead;
        machine.PaidUntil = paidUntil;
        machine.GoneAt = now + (long)World.Fleet.DeathNoticed.TotalMilliseconds;
    }

    private void Schedule(Machine machine)
    {
        long idle = machine.Running == 0 ? machine.IdleSince + (long)World.Fleet.IdleTimeout.TotalMilliseconds : Machine.Never;
        long next = machine.Phase switch
        {
            MachinePhase.Booting => Math.Min(machine.ReadyAt, machine.LeavesAt),
            MachinePhase.Up => Math.Min(Math.Min(machine.FirstEnd(), idle), Math.Min(machine.LeavesAt, machine.DiesAt)),
            MachinePhase.Leaving => Math.Min(machine.FirstEnd(), machine.Running == 0 ? Now : machine.GoneAt),
            MachinePhase.Dead => machine.GoneAt,
            _ => Machine.Never,
        };
        _heap.Set(machine, next == Machine.Never ? next : Math.Max(next, Now));
    }

    private void Storm(int number, long now)
    {
        foreach (Machine machine in _landlord.Hit(number, now))
        {
            Schedule(machine);
        }
    }

    // The autoscaler wakes at whole multiples of its interval, so that it does not matter who looks when.
    private void WatchDemand()
    {
        if (!_isScaling && _queues.Exists(q => q.QueuedVcpus > 0))
        {
            _isScaling = true;
            _agenda.Add(((Now / ScaleMilliseconds) + 1) * ScaleMilliseconds, Scale);
        }
    }

    private void Scale(long now)
    {
        _isScaling = false;
        foreach (CloudQueue queue in _queues)
        {
            FillRoomy(queue);
            _landlord.Scale(queue, now);
        }

        WatchDemand();
    }
}
