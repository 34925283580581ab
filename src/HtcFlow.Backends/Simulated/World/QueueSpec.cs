namespace HtcFlow.Backends.Simulated.World;

/// <summary>A queue: the name of a target and the pools that serve it.</summary>
/// <param name="Name">Name of the campaign's target.</param>
/// <param name="Pools">Positions of its pools in <see cref="WorldSpec.Pools"/>; a pool may serve several queues.</param>
/// <param name="MaxVcpus">Most processors that it has rented at a time.</param>
public sealed record QueueSpec(string Name, IReadOnlyList<int> Pools, int MaxVcpus);
