namespace HtcFlow.Benchmarks.GridEngine;

/// <summary>What one look at the queue has shown and cost.</summary>
/// <param name="Running">Elements on hosts.</param>
/// <param name="Ended">Elements that have ended.</param>
/// <param name="Call">Processor time while the backend was asked, <c>qstat</c> included.</param>
/// <param name="Seconds">Wall time of that.</param>
/// <param name="Before">Processor time of the whole process before it, from its beginning.</param>
internal sealed record QueueLook(long Running, long Ended, ProcessCost Call, double Seconds, ProcessCost Before);
