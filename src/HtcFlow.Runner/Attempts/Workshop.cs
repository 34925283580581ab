using HtcFlow.Core.Ports;
using HtcFlow.Core.Wire;
using HtcFlow.Objects.Transfer;
using HtcFlow.Runner.Cpu;
using HtcFlow.Runner.Guard;
using HtcFlow.Runner.Order;
using HtcFlow.Runner.Ship;
using HtcFlow.Runner.Spot;
using HtcFlow.Runner.Stage;
using HtcFlow.Runner.Streams;
using HtcFlow.Runner.Supervise;
using HtcFlow.Runner.Watch;

namespace HtcFlow.Runner.Attempts;

/// <summary>What all attempts of this process share.</summary>
internal sealed record Workshop
{
    /// <summary>What to run.</summary>
    public required Assignment Assignment { get; init; }

    /// <summary>Whether an engine ordered it, which then decides what is tried again; else a person or script did.</summary>
    public required bool IsOrdered { get; init; }

    /// <summary>The machine's side of the environment.</summary>
    public required RunnerSettings Settings { get; init; }

    /// <summary>Store.</summary>
    public required IObjectStore Store { get; init; }

    /// <summary>How long the store is given.</summary>
    public required Patience Patience { get; init; }

    /// <summary>Inputs and programs by content.</summary>
    public required ContentCache Cache { get; init; }

    /// <summary>Runs commands.</summary>
    public required Supervisor Supervisor { get; init; }

    /// <summary>Sends a signal to the process group of the running command; false when none runs.</summary>
    public required Func<int, bool> Signal { get; init; }

    /// <summary>Watches scratch directories.</summary>
    public required WatchLoop Watch { get; init; }

    /// <summary>CPU level.</summary>
    public required MachineLevel Level { get; init; }

    /// <summary>Gives out scratch directories; null when nothing is kept, so that there is nothing to keep it in.</summary>
    public required ScratchDesk? Scratch { get; init; }

    /// <summary>Takes what commands print; null when they print straight into the runner's own streams.</summary>
    public required OutputStreams? Streams { get; init; }

    /// <summary>Where commands work when that is not their scratch directory; null when it is.</summary>
    public required string? Place { get; init; }

    /// <summary>What the guards see of the machine.</summary>
    public required GuardSenses Senses { get; init; }

    /// <summary>What is known of the machine's future, and of its kind.</summary>
    public required SpotNews Spot { get; init; }

    /// <summary>Machine type for ledger keys: what the environment says, else what the cloud says, else the host's name.</summary>
    public string Machine => Settings.IsMachineGiven || Spot.Instance is not { } instance ? Settings.Machine : LedgerKey.MachineName(instance.Type);

    /// <summary>Name by which the host is blamed: what the environment says, else the cloud's id of the instance (a container's name says nothing), else its own.</summary>
    public string Host => Settings.IsHostGiven || Spot.Instance?.Id is not { Length: > 0 } id ? Settings.Host : LedgerKey.MachineName(id);

    /// <summary>Clock.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>A variable of the runner's environment.</summary>
    public required Func<string, string?> Variable { get; init; }

    /// <summary>Tells the operator something, one line.</summary>
    public required Action<string> Warn { get; init; }

    /// <summary>Tells whoever asked for details, one line.</summary>
    public required Action<string> Note { get; init; }
}
