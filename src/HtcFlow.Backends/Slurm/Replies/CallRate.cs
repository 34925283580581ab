namespace HtcFlow.Backends.Slurm.Replies;

/// <summary>How many calls slurmctld takes from one user before it makes them wait.</summary>
/// <param name="Bucket">Calls at once.</param>
/// <param name="Refill">Calls that are added each period.</param>
/// <param name="Period">The period.</param>
internal sealed record CallRate(int Bucket, int Refill, TimeSpan Period);
