namespace HtcFlow.Backends.Simulated.World;

/// <summary>A simulated cloud: machines that are rented, prices that move, hosts that misbehave, a service that does so too.</summary>
/// <remarks>Everything that happens follows from this and from <see cref="Seed"/>; times are counted from the begin of the simulation.</remarks>
public sealed record WorldSpec
{
    /// <summary>Seed of all dice.</summary>
    public int Seed { get; init; }

    /// <summary>Machines for rent: one entry for each instance type and zone; at least one.</summary>
    public required IReadOnlyList<PoolSpec> Pools { get; init; }

    /// <summary>Queues to which arrays can be sent; empty for a single one, without a name, over all pools.</summary>
    public IReadOnlyList<QueueSpec> Queues { get; init; } = [];

    /// <summary>How the tasks of stages behave, by stage name.</summary>
    public IReadOnlyDictionary<string, TaskModel> Tasks { get; init; } = new Dictionary<string, TaskModel>();

    /// <summary>How tasks of the other stages behave.</summary>
    public TaskModel OtherTasks { get; init; } = new();

    /// <summary>How machines come, misbehave and go.</summary>
    public FleetModel Fleet { get; init; } = new();

    /// <summary>How the service behind the backend's calls behaves.</summary>
    public ServiceModel Service { get; init; } = new();

    /// <summary>Hours in which many machines are taken away at once.</summary>
    public IReadOnlyList<StormSpec> Storms { get; init; } = [];
}
