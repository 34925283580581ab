using HtcFlow.Core.Guards;
using HtcFlow.Core.Guards.Rates;

namespace HtcFlow.Core.Wire;

/// <summary>What an attempt did: the body of <c>accepted.json</c>, or of the ledger key of an attempt that was not accepted.</summary>
public sealed record AttemptReport
{
    /// <summary>Format version, 1.</summary>
    public int Version { get; init; } = 1;

    /// <summary>Campaign.</summary>
    public required string Campaign { get; init; }

    /// <summary>Stage.</summary>
    public required string Stage { get; init; }

    /// <summary>Task index.</summary>
    public required long Index { get; init; }

    /// <summary>Attempt, from 1.</summary>
    public required int Attempt { get; init; }

    /// <summary>Array in which it ran.</summary>
    public required int Array { get; init; }

    /// <summary>How it ended.</summary>
    public required Outcome Outcome { get; init; }

    /// <summary>Exit code of the command, or of the runner when the command never ran.</summary>
    public required int Exit { get; init; }

    /// <summary>One line for people: why it ended as it did; empty on success.</summary>
    public string Reason { get; init; } = "";

    /// <summary>Begin of the attempt.</summary>
    public DateTimeOffset Started { get; init; }

    /// <summary>Wall time in milliseconds, from the runner's start on this task.</summary>
    public long WallMilliseconds { get; init; }

    /// <summary>Time in milliseconds until inputs and programs were in place; null in reports of runners that did not say.</summary>
    public long? StageInMilliseconds { get; init; }

    /// <summary>Time in milliseconds that looking for a checkpoint and restoring it took; null in reports of runners that did not say.</summary>
    public long? RestoreMilliseconds { get; init; }

    /// <summary>CPU time of the command in milliseconds, user and system.</summary>
    public long CpuMilliseconds { get; init; }

    /// <summary>Host name.</summary>
    public string Host { get; init; } = "";

    /// <summary>Machine type.</summary>
    public string Machine { get; init; } = "";

    /// <summary>Build that ran, for example <c>avx2</c>; empty when the command has no builds.</summary>
    public string Build { get; init; } = "";

    /// <summary>Checkpoint generation from which it went on; 0 when it started from the beginning.</summary>
    public int RestoredFrom { get; init; }

    /// <summary>The guards' bars that were in force; null in reports of runners that did not say.</summary>
    public GuardLimits? Limits { get; init; }

    /// <summary>How fast it went; null when nothing was watched.</summary>
    public AttemptPace? Pace { get; init; }

    /// <summary>The cloud instance on which it ran; null elsewhere.</summary>
    public InstanceFacts? Instance { get; init; }

    /// <summary>Every acknowledged output, also those of earlier attempts that the restored checkpoint carried over.</summary>
    public IReadOnlyList<StoredFile> Files { get; init; } = [];
}
