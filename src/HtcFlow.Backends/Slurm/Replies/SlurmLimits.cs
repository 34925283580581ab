namespace HtcFlow.Backends.Slurm.Replies;

/// <summary>What the live configuration of a cluster allows.</summary>
/// <param name="MaxArrayElements">Most elements of one array.</param>
/// <param name="MaxJobs">Most jobs that slurmctld keeps, of all users: each element counts, also for a while after its end.</param>
/// <param name="HasAccounting">Whether sacct knows how jobs ended.</param>
/// <param name="RequeueExits">Exit codes with which jobs are queued again, or held, even those that asked not to be.</param>
/// <param name="Rate">Calls that one user may make; null where nobody counts them.</param>
internal sealed record SlurmLimits(int MaxArrayElements, int MaxJobs, bool HasAccounting, IReadOnlySet<int> RequeueExits, CallRate? Rate);
