namespace HtcFlow.Backends.Clusters.Schedulers;

/// <summary>How one try of one element ended, in the words of the scheduler's records.</summary>
/// <param name="Job">Number of its array.</param>
/// <param name="Name">Name of its array.</param>
/// <param name="Element">Element, from 0.</param>
/// <param name="IsLast">Whether the element has left the queue with it; otherwise it waits there for another try, or is gone.</param>
/// <param name="Exit">Exit code, 128 + signal for a killed one, -1 where the job's script never ran.</param>
/// <param name="Reason">The scheduler's words; empty when it has nothing to say.</param>
/// <param name="Host">Host it ran on; empty when unknown.</param>
internal sealed record EndRecord(string Job, string Name, int Element, bool IsLast, int Exit, string Reason, string Host)
{
    /// <summary>Whether it ended with 0 and without a remark.</summary>
    internal bool IsNormal => Exit == 0 && Reason.Length == 0;
}
