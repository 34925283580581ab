using HtcFlow.Core.Wire;

namespace HtcFlow.Backends.Simulated.Metering;

/// <summary>What a simulated cloud has cost and done up to a time.</summary>
public sealed record CloudReading
{
    /// <summary>Time from the begin of the simulation.</summary>
    public required TimeSpan At { get; init; }

    /// <summary>Dollars for all machines, up to now for those that still run.</summary>
    public required double Dollars { get; init; }

    /// <summary>The same by what it went into; sums to <see cref="Dollars"/>.</summary>
    public required IReadOnlyDictionary<Spending, double> DollarsBy { get; init; }

    /// <summary>Machine-hours by instance type.</summary>
    public required IReadOnlyDictionary<string, double> MachineHours { get; init; }

    /// <summary>Machines rented so far.</summary>
    public required int Launched { get; init; }

    /// <summary>Machines rented now.</summary>
    public required int Machines { get; init; }

    /// <summary>Most machines rented at a time.</summary>
    public required int PeakMachines { get; init; }

    /// <summary>Most processors rented at a time.</summary>
    public required long PeakVcpus { get; init; }

    /// <summary>Most elements with a container at a time.</summary>
    public required int PeakElements { get; init; }

    /// <summary>Machines and processors over time; about a thousand samples at most.</summary>
    public required IReadOnlyList<FleetSample> Fleet { get; init; }

    /// <summary>Attempts that ended, by outcome; Lost are those of machines that went without a word.</summary>
    public required IReadOnlyDictionary<Outcome, long> Attempts { get; init; }

    /// <summary>Elements that got a container.</summary>
    public required long Starts { get; init; }

    /// <summary>Machines that were taken away, with and without notice.</summary>
    public required int Reclaims { get; init; }

    /// <summary>Machines that died without a word.</summary>
    public required int Deaths { get; init; }

    /// <summary>Results accepted; one a task at most.</summary>
    public required long Accepted { get; init; }

    /// <summary>Attempts that found the result of their task accepted before they began.</summary>
    public required long Repeats { get; init; }

    /// <summary>Ledger keys written.</summary>
    public required long Keys { get; init; }

    /// <summary>Calls to the service by kind.</summary>
    public required IReadOnlyDictionary<CallKind, long> Calls { get; init; }

    /// <summary>Events played: starts and ends of tasks, machines that come and go.</summary>
    public required long Events { get; init; }

    /// <summary>CPU time that the simulator itself took inside calls; it is not the engine's.</summary>
    public required TimeSpan OwnTime { get; init; }
}
