using HtcFlow.Backends.Simulated.Ledgers;
using HtcFlow.Backends.Simulated.Machines;
using HtcFlow.Backends.Simulated.Metering;
using HtcFlow.Backends.Simulated.World;
using HtcFlow.Core.Wire;

namespace HtcFlow.Backends.Simulated.Cloud;

/// <summary>Places elements on machines, runs their tasks one after the other and ends them.</summary>
internal sealed class Floor(WorldSpec world, EndReporter reporter, CloudMeter meter)
{
    // Before a machine is taken away the runner needs time to have a checkpoint written and shipped.
    private const long LeadMilliseconds = 10_000;
    private readonly FleetModel _fleet = world.Fleet;

    /// <summary>Gives a machine as many elements as it has room for.</summary>
    internal void Fill(Machine machine, long now)
    {
        while (machine.Queue.NextFor(machine) is { } job)
        {
            int element = job.TakeNext();
            int slot = machine.Add(job, element);
            meter.Occupy(job.Vcpus);

            // Container starts lie evenly between half and one and a half of the mean.
            double even = Dice.Even(Dice.Throw(job.Seed, element, 0, DicePurpose.ContainerStart));
            Begin(machine, slot, now + (long)(_fleet.ContainerStart.TotalMilliseconds * (0.5 + even)));
        }

        if (machine.FreeVcpus > 0 && !machine.IsListed)
        {
            machine.IsListed = true;
            machine.Queue.Roomy.Add(machine);
        }
    }

    /// <summary>Ends the first task that is due on a machine, and goes on with the next of its pack or of the queue.</summary>
    internal void EndDue(Machine machine, long now)
    {
        int slot = machine.Ends.IndexOf(machine.FirstEnd());
        if (!EndTask(machine, slot, now))
        {
            return;
        }

        machine.IdleSince = now;
        if (machine.Phase == MachinePhase.Up)
        {
            Fill(machine, now);
        }
    }

    /// <summary>Tells every element of a machine to stop before the machine goes; what ends by itself before that does.</summary>
    internal void Warn(Machine machine, long now, long goneAt)
    {
        long last = Math.Max(now, goneAt - LeadMilliseconds);
        for (int slot = 0; slot < machine.Running; slot++)
        {
            if (machine.Ends[slot] > last)
            {
                ref Slot element = ref machine.Slots[slot];
                element.Fate = element.Begins < last ? TaskFate.Preempted : TaskFate.Unstarted;
                machine.Ends[slot] = last;
            }
        }
    }

    /// <summary>A machine stops without a word: nothing of it is heard again, what its tasks had shipped is kept.</summary>
    internal void Freeze(Machine machine, long now)
    {
        for (int slot = 0; slot < machine.Running; slot++)
        {
            Interrupt(machine, slot, now, Spending.Reclaim, isAsked: false);
            machine.Slots[slot].Fate = TaskFate.Unstarted;
            machine.Ends[slot] = Machine.Never;
        }
    }

    /// <summary>Everything that is still on a machine has ended with it.</summary>
    internal void Clear(Machine machine, long now)
    {
        while (machine.Running > 0)
        {
            EndElement(machine, machine.Running - 1, now, ElementState.HostGone, -1, Outcome.Lost);
        }
    }

    /// <summary>Stops an element that runs.</summary>
    internal void Stop(Machine machine, int slot, long now)
    {
        ref Slot element = ref machine.Slots[slot];
        bool hasBegun = element.Begins < now;
        if (hasBegun)
        {
            Interrupt(machine, slot, now, Spending.Cancelled, isAsked: true);
            Write(machine, slot, now, Outcome.Preempted, ExitCode.TryAgain);
        }

        EndElement(machine, slot, now, ElementState.TryAgain, ExitCode.TryAgain, Outcome.None);
        machine.IdleSince = now;
    }

    private void Begin(Machine machine, int slot, long at)
    {
        ref Slot element = ref machine.Slots[slot];
        CloudJob job = element.Job;
        long index = job.Order.Tasks[job.Order.PositionOf(element.Element, element.Step)];
        element.Begins = at;
        if (job.Ledger is not null && job.Stage.Accepted.Contains(index))
        {
            element.Fate = TaskFate.Known;
            machine.Ends[slot] = at + 1;
            return;
        }

        (TaskFate fate, long milliseconds) = AttemptRules.Plan(job, index, machine);
        element.Fate = fate;
        machine.Ends[slot] = at + milliseconds;
    }

    // True when the element has ended with it.
    private bool EndTask(Machine machine, int slot, long now)
    {
        ref Slot element = ref machine.Slots[slot];
        bool isStopped = machine.Phase == MachinePhase.Leaving;
        switch (element.Fate)
        {
            case TaskFate.Success or TaskFate.Known:
                Accept(machine, slot, now);
                break;
            case TaskFate.Failure:
                meter.Book(machine, element.Job.Vcpus, element.Begins, now, Spending.Failure, 0);
                Write(machine, slot, now, Outcome.Failed, 1);
                element.HasTrouble = true;
                break;
            case TaskFate.Slow:
                Interrupt(machine, slot, now, Spending.Slowness, isAsked: false);
                Write(machine, slot, now, Outcome.Slow, ExitCode.TryAgain);
                element.HasTrouble = true;
                break;
            case TaskFate.Preempted:
                Interrupt(machine, slot, now, Spending.Reclaim, isAsked: true);
                Write(machine, slot, now, Outcome.Preempted, ExitCode.TryAgain);
                break;
            default:
                EndElement(machine, slot, now, ElementState.HostGone, -1, Outcome.Lost);
                return true;
        }

        TaskFate fate = element.Fate;
        bool hasMore = element.Job.Order.PositionOf(element.Element, element.Step + 1) >= 0;
        if (hasMore && !isStopped && fate != TaskFate.Preempted)
        {
            element.Step++;
            Begin(machine, slot, now);
            return false;
        }

        Conclude(machine, slot, now, fate, hasMore);
        return true;
    }

    // The exit code of a runner: a single task's own, 1 for a pack in which something went wrong, 75 when it was stopped.
    private void Conclude(Machine machine, int slot, long now, TaskFate last, bool hasMore)
    {
        ref Slot element = ref machine.Slots[slot];
        bool isSingle = element.Job.Order.Pack == 1;
        if (last == TaskFate.Preempted || hasMore || (isSingle && last == TaskFate.Slow))
        {
            EndElement(machine, slot, now, ElementState.TryAgain, ExitCode.TryAgain, Outcome.None);
        }
        else if (element.HasTrouble)
        {
            EndElement(machine, slot, now, ElementState.Failed, 1, Outcome.None);
        }
        else
        {
            EndElement(machine, slot, now, ElementState.Succeeded, 0, Outcome.None);
        }
    }

    private void Accept(Machine machine, int slot, long now)
    {
        ref Slot element = ref machine.Slots[slot];
        CloudJob job = element.Job;
        long index = IndexOf(element);
        bool isFirst = job.Ledger is null || !job.Stage.Accepted.Contains(index);
        meter.Book(machine, job.Vcpus, element.Begins, now, Spending.Redundant, isFirst ? 1 : 0);
        if (isFirst && job.Ledger is not null)
        {
            job.Stage.Accepted.Add(index);
            job.Stage.Checkpoints.Remove(index);
            meter.Accepted++;
        }

        meter.Repeats += element.Fate == TaskFate.Known ? 1 : 0;
        bool isLost = job.Stage.Hits(index, job.Attempt, DicePurpose.KeyLoss, world.Service.LostKeys);
        if (isLost)
        {
            meter.CountAttempt(Outcome.Succeeded);
        }
        else
        {
            Write(machine, slot, now, Outcome.Succeeded, 0);
        }
    }

    // Keeps what a checkpoint holds and books the rest as lost.
    private void Interrupt(Machine machine, int slot, long now, Spending spending, bool isAsked)
    {
        ref Slot element = ref machine.Slots[slot];
        CloudJob job = element.Job;
        long milliseconds = now - element.Begins;
        if (milliseconds <= 0 || element.Fate is TaskFate.None or TaskFate.Known or TaskFate.Unstarted)
        {
            return;
        }

        long index = IndexOf(element);
        double restored = AttemptRules.RestoredOf(job, index);
        double kept = AttemptRules.KeptOf(job, index, machine, milliseconds, isAsked);
        if (kept > restored && !job.Stage.Accepted.Contains(index))
        {
            job.Stage.Checkpoints[index] = (float)kept;
        }

        double share = Math.Clamp((kept - restored) * 1000 / (milliseconds * machine.Speed), 0, 1);
        meter.Book(machine, job.Vcpus, element.Begins, now, spending, share);
    }

    private void Write(Machine machine, int slot, long now, Outcome outcome, int exit)
    {
        ref Slot element = ref machine.Slots[slot];
        meter.CountAttempt(outcome);
        if (element.Job.Ledger is not null)
        {
            int position = (int)element.Job.Order.PositionOf(element.Element, element.Step);
            long wall = Math.Clamp(now - element.Begins, 0, uint.MaxValue);
            reporter.Write(element.Job, element.Element, new KeyRecord(
                position, (uint)wall, machine.Number, (byte)element.Job.Attempt, outcome, (byte)exit), now);
        }
    }

    private void EndElement(Machine machine, int slot, long now, ElementState state, short exit, Outcome outcome)
    {
        Slot element = machine.Slots[slot];
        if (outcome == Outcome.Lost)
        {
            meter.CountAttempt(outcome);
        }

        meter.Leave(element.Job.Vcpus);
        machine.Remove(slot);
        reporter.End(element.Job, element.Element, state, exit, machine.Number, now);
    }

    private static long IndexOf(in Slot element) =>
        element.Job.Order.Tasks[element.Job.Order.PositionOf(element.Element, element.Step)];
}
