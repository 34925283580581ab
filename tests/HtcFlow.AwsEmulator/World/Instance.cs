using HtcFlow.AwsEmulator.Clock;
using HtcFlow.AwsEmulator.Jobs;

namespace HtcFlow.AwsEmulator.World;

/// <summary>A machine of a compute environment.</summary>
internal sealed class Instance : IAgendaTarget
{
    public required Region Region { get; init; }

    /// <summary>Number in its region.</summary>
    public required int Number { get; init; }

    public required string Id { get; init; }

    public required InstanceType Type { get; init; }

    public required string Zone { get; init; }

    public required ComputeEnvironment Environment { get; init; }

    public required bool IsSpot { get; init; }

    public InstanceState State { get; set; } = InstanceState.Pending;

    public DateTimeOffset LaunchedAt { get; init; }

    /// <summary>When it began to run, and to cost.</summary>
    public DateTimeOffset? RunningAt { get; set; }

    public DateTimeOffset? StoppedAt { get; set; }

    /// <summary>When it began to shut down, and stopped costing.</summary>
    public DateTimeOffset? ShutDownAt { get; set; }

    /// <summary>Whether EC2 took it away, rather than a user or the scaling of its environment.</summary>
    public bool IsReclaimed { get; set; }

    /// <summary>When the notice of a reclaim was given.</summary>
    public DateTimeOffset? NoticedAt { get; set; }

    /// <summary>When it will be taken away.</summary>
    public DateTimeOffset? ActionAt { get; set; }

    /// <summary>When the rebalance recommendation was given.</summary>
    public DateTimeOffset? RebalanceAt { get; set; }

    public int FreeVcpus { get; set; }

    public int FreeMemoryMib { get; set; }

    /// <summary>Whether it stands in the list of those that may have room.</summary>
    public bool IsOpen { get; set; }

    /// <summary>Counts up whenever it becomes idle or busy.</summary>
    public int IdleTurn { get; set; }

    /// <summary>Elements on it.</summary>
    public List<(Job Job, int Index)> Elements { get; } = [];

    /// <summary>Address of the container instance that it is.</summary>
    public string ContainerInstanceArn => $"arn:aws:ecs:{Region.Name}:{Region.Emulator.Options.AccountId}:container-instance/{Environment.Name}/{Id[2..]}";

    /// <summary>Whether an element fits.</summary>
    public bool Fits(Shape shape) => State == InstanceState.Running && FreeVcpus >= shape.Vcpus && FreeMemoryMib >= shape.MemoryMib;

    public void OnDue(int what, int first, int second) => Region.Fleet.OnDue(this, (InstanceMoment)what, first);
}
