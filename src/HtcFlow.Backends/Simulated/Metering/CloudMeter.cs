using HtcFlow.Backends.Simulated.Machines;
using HtcFlow.Core.Wire;

namespace HtcFlow.Backends.Simulated.Metering;

/// <summary>Counts what a cloud does; <see cref="CloudReading"/> is what others see of it.</summary>
internal sealed class CloudMeter
{
    private readonly double[] _dollars = new double[Enum.GetValues<Spending>().Length];
    private readonly long[] _calls = new long[Enum.GetValues<CallKind>().Length];
    private readonly long[] _attempts = new long[Enum.GetValues<Outcome>().Length];
    private readonly Dictionary<string, double> _hours = new(StringComparer.Ordinal);
    private readonly SampledSeries _fleet = new();
    private double _machineDollars;
    private int _machines;
    private int _peakMachines;
    private long _vcpus;
    private long _peakVcpus;
    private long _busyVcpus;
    private int _elements;
    private int _peakElements;

    internal int Launched { get; private set; }

    internal int Reclaims { get; set; }

    internal int Deaths { get; set; }

    internal long Starts { get; private set; }

    internal long Accepted { get; set; }

    internal long Repeats { get; set; }

    internal long Keys { get; set; }

    internal long Events { get; set; }

    internal TimeSpan OwnTime { get; set; }

    /// <summary>Takes note of a rented machine.</summary>
    internal void Launch(Machine machine)
    {
        Launched++;
        _machines++;
        _vcpus += machine.Spec.Vcpus;
        _peakMachines = Math.Max(_peakMachines, _machines);
        _peakVcpus = Math.Max(_peakVcpus, _vcpus);
    }

    /// <summary>Settles a machine that is gone.</summary>
    internal void Settle(Machine machine)
    {
        _machines--;
        _vcpus -= machine.Spec.Vcpus;
        _machineDollars += CostOf(machine, machine.PaidUntil);
        _hours[machine.Spec.Type] = _hours.GetValueOrDefault(machine.Spec.Type) + HoursOf(machine, machine.PaidUntil);
    }

    internal void Occupy(int vcpus)
    {
        Starts++;
        _busyVcpus += vcpus;
        _peakElements = Math.Max(_peakElements, ++_elements);
    }

    internal void Leave(int vcpus)
    {
        _busyVcpus -= vcpus;
        _elements--;
    }

    /// <summary>Books the time of an attempt on a machine; a part of it may have been kept although the attempt ended early.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="vcpus">Processors of the attempt.</param>
    /// <param name="from">Begin in milliseconds.</param>
    /// <param name="to">End in milliseconds.</param>
    /// <param name="spending">What the rest went into.</param>
    /// <param name="kept">Share that was useful, 0 .. 1.</param>
    internal void Book(Machine machine, int vcpus, long from, long to, Spending spending, double kept)
    {
        if (to <= from)
        {
            return;
        }

        double dollars = machine.Spec.Price.Cost(TimeSpan.FromMilliseconds(from), TimeSpan.FromMilliseconds(to)) * vcpus / machine.Spec.Vcpus;
        _dollars[(int)Spending.Useful] += dollars * kept;
        _dollars[(int)spending] += dollars * (1 - kept);
    }

    internal void CountAttempt(Outcome outcome) => _attempts[(int)outcome]++;

    internal void CountCalls(CallKind kind, long calls) => _calls[(int)kind] += calls;

    /// <summary>Samples the fleet when it is time.</summary>
    internal void Sample(long now)
    {
        if (now >= _fleet.NextAt)
        {
            _fleet.Add(now, _machines, _vcpus, _busyVcpus);
        }
    }

    /// <summary>Reads the meter.</summary>
    /// <param name="now">Time in milliseconds.</param>
    /// <param name="rented">Machines that are not settled.</param>
    internal CloudReading Read(long now, IEnumerable<Machine> rented)
    {
        double dollars = _machineDollars;
        var hours = new Dictionary<string, double>(_hours, StringComparer.Ordinal);
        foreach (Machine machine in rented)
        {
            long until = Math.Min(now, machine.PaidUntil);
            dollars += CostOf(machine, until);
            hours[machine.Spec.Type] = hours.GetValueOrDefault(machine.Spec.Type) + HoursOf(machine, until);
        }

        Dictionary<Spending, double> by = Enum.GetValues<Spending>().ToDictionary(s => s, s => _dollars[(int)s]);
        by[Spending.Idle] = dollars - _dollars.Sum();
        return new CloudReading
        {
            At = TimeSpan.FromMilliseconds(now),
            Dollars = dollars,
            DollarsBy = by,
            MachineHours = hours,
            Launched = Launched,
            Machines = _machines,
            PeakMachines = _peakMachines,
            PeakVcpus = _peakVcpus,
            PeakElements = _peakElements,
            Fleet = _fleet.Samples,
            Attempts = Enum.GetValues<Outcome>().ToDictionary(o => o, o => _attempts[(int)o]),
            Starts = Starts,
            Reclaims = Reclaims,
            Deaths = Deaths,
            Accepted = Accepted,
            Repeats = Repeats,
            Keys = Keys,
            Calls = Enum.GetValues<CallKind>().ToDictionary(c => c, c => _calls[(int)c]),
            Events = Events,
            OwnTime = OwnTime,
        };
    }

    private static double CostOf(Machine machine, long until) =>
        machine.Spec.Price.Cost(TimeSpan.FromMilliseconds(machine.LaunchedAt), TimeSpan.FromMilliseconds(until));

    private static double HoursOf(Machine machine, long until) =>
        Math.Max(0, TimeSpan.FromMilliseconds(until - machine.LaunchedAt).TotalHours);
}
