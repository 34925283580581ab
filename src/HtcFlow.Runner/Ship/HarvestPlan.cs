using HtcFlow.Core.Campaigns;
using HtcFlow.Runner.Ship.Room;
using HtcFlow.Runner.Watch;

namespace HtcFlow.Runner.Ship;

/// <summary>What is harvested from one attempt.</summary>
internal sealed record HarvestPlan
{
    /// <summary>Scratch directory.</summary>
    public required string Scratch { get; init; }

    /// <summary>Keys of the attempt.</summary>
    public required TaskKeys Keys { get; init; }

    /// <summary>Outputs.</summary>
    public required OutputRules Outputs { get; init; }

    /// <summary>Checkpoints, or null.</summary>
    public CheckpointSpec? Checkpoint { get; init; }

    /// <summary>How long a shipped output stays untouched before its local copy goes.</summary>
    public required TimeSpan RemovalDelay { get; init; }

    /// <summary>Whether the directory is the user's own, in which nothing is removed to make room.</summary>
    public bool IsKept { get; init; }

    /// <summary>Longest time between two looks at the whole directory.</summary>
    public required TimeSpan LookEvery { get; init; }

    /// <summary>Looks after scratch space; null where nobody does.</summary>
    public ScratchRoomWatch? Room { get; init; }

    /// <summary>What others are told about the harvest.</summary>
    public required Progress Progress { get; init; }

    /// <summary>Whether no events come, so that only looking tells.</summary>
    public bool IsBlind { get; set; }

    /// <summary>Build that runs, for manifests.</summary>
    public string Build { get; set; } = "";
}
