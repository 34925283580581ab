namespace HtcFlow.Backends.Slurm.Replies;

/// <summary>A node in one of its partitions.</summary>
/// <param name="Partition">The partition, without the mark of the default one.</param>
/// <param name="IsDefault">Whether that is the default partition.</param>
/// <param name="Node">The node.</param>
/// <param name="Cpus">Its processors.</param>
/// <param name="IsUp">Whether it takes jobs.</param>
internal sealed record NodeShare(string Partition, bool IsDefault, string Node, int Cpus, bool IsUp);
