using HtcFlow.Backends.Simulated.Machines;
using System.Globalization;
using HtcFlow.Backends.Simulated.Ledgers;
using HtcFlow.Core.Ports;
using HtcFlow.Core.Sweeps;

namespace HtcFlow.Backends.Simulated.Cloud;

/// <summary>One array in the cloud: a byte an element, and a list of those that ended badly.</summary>
internal sealed class CloudJob
{
    private readonly ElementState[] _states;
    private readonly List<Casualty> _casualties = [];
    private readonly JobOrder _order;
    private int _cursor;

    internal CloudJob(ArrayAsk ask, int id, CloudQueue queue, JobOrder order, long now)
    {
        Handle = new JobHandle(ask.Name, string.Create(CultureInfo.InvariantCulture, $"sim-{id}"), ask.Target);
        Queue = queue;
        Vcpus = ask.Resources.Vcpus;
        MemoryBytes = ask.Resources.MemoryBytes;
        SubmittedAt = now;
        Queued = ask.Elements;
        Seed = Dice.Seed(order.Stage.Seed, ask.Name.Value);
        _order = order;
        _states = new ElementState[ask.Elements];
    }

    internal JobHandle Handle { get; }

    internal CloudQueue Queue { get; }

    internal CloudStage Stage => _order.Stage;

    internal ArrayLedger? Ledger => _order.Ledger;

    internal int Attempt => _order.Attempt;

    internal JobOrder Order => _order;

    internal ulong Seed { get; }

    internal int Vcpus { get; }

    internal long MemoryBytes { get; }

    internal long SubmittedAt { get; }

    /// <summary>When its last element ended; <see cref="Machine.Never"/> before.</summary>
    internal long EndedAt { get; private set; } = Machine.Never;

    internal int Elements => _states.Length;

    internal int Queued { get; private set; }

    internal int Running { get; private set; }

    internal int Succeeded { get; private set; }

    /// <summary>Elements that did not end with 0, in the order of their ends.</summary>
    internal IReadOnlyList<Casualty> Casualties => _casualties;

    internal bool HasEnded => Queued + Running == 0;

    /// <summary>Takes the next queued element.</summary>
    internal int TakeNext()
    {
        while (_states[_cursor] != ElementState.Queued)
        {
            _cursor++;
        }

        _states[_cursor] = ElementState.Running;
        Queued--;
        Running++;
        Queue.QueuedVcpus -= Vcpus;
        return _cursor;
    }

    /// <summary>Ends a running element for the service.</summary>
    internal void End(int element, ElementState state, short exit, int machine, long now)
    {
        _states[element] = state;
        Running--;
        Note(element, state, exit, machine, now);
    }

    /// <summary>Cancels an element if it is queued.</summary>
    internal bool CancelQueued(int element, long now)
    {
        if (_states[element] != ElementState.Queued)
        {
            return false;
        }

        _states[element] = ElementState.Cancelled;
        Queued--;
        Queue.QueuedVcpus -= Vcpus;
        Note(element, ElementState.Cancelled, -1, 0, now);
        return true;
    }

    /// <summary>Elements that are in a state, as ranges.</summary>
    internal IndexSet ElementsIn(ElementState state)
    {
        var ranges = new List<IndexRange>();
        for (int e = 0; e < _states.Length; e++)
        {
            int first = e;
            while (e < _states.Length && _states[e] == state)
            {
                e++;
            }

            if (e > first)
            {
                ranges.Add(new IndexRange(first, e - first));
            }
        }

        return IndexSet.FromRanges(ranges);
    }

    private void Note(int element, ElementState state, short exit, int machine, long now)
    {
        if (state == ElementState.Succeeded)
        {
            Succeeded++;
        }
        else
        {
            _casualties.Add(new Casualty(element, machine, exit, state));
        }

        EndedAt = HasEnded ? now : Machine.Never;
    }
}
