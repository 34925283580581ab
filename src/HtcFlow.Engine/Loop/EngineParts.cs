using HtcFlow.Core.Planning.Weighing;
using HtcFlow.Core.Ports;
using HtcFlow.Core.Ports.Abilities;
using HtcFlow.Core.Snapshots;
using HtcFlow.Engine.Views;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace HtcFlow.Engine.Loop;

/// <summary>Everything an engine works with; the caller disposes of it after the engine has ended.</summary>
public sealed record EngineParts
{
    /// <summary>The campaign's journal, with its first fact in it.</summary>
    public required IJournal Journal { get; init; }

    /// <summary>Where arrays run.</summary>
    public required IBackend Backend { get; init; }

    /// <summary>Where results live.</summary>
    public required IObjectStore Store { get; init; }

    /// <summary>Clock.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>Dice for jitter.</summary>
    public required Random Dice { get; init; }

    /// <summary>What knows the costs of several targets; null when nobody does, and then their weights stay those of the campaign.</summary>
    public ITargetCosts? Costs { get; init; }

    /// <summary>How shares of targets follow their costs.</summary>
    public WeighingPolicy Weighing { get; init; } = new();

    /// <summary>When a snapshot of the state is kept.</summary>
    public SnapshotPolicy Snapshots { get; init; } = new();

    /// <summary>Log.</summary>
    public ILogger Log { get; init; } = NullLogger.Instance;

    /// <summary>Told about the campaign whenever something changed, a few times a second at most.</summary>
    public Action<CampaignView>? OnView { get; init; }

    /// <summary>How often the mailbox is looked into; an engine to which nobody writes may look seldom.</summary>
    public TimeSpan MailInterval { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Host, for the journal.</summary>
    public string Host { get; init; } = "";

    /// <summary>Process, for the journal.</summary>
    public int ProcessId { get; init; }

    /// <summary>Version of HtcFlow, for the journal.</summary>
    public string Version { get; init; } = "";
}
