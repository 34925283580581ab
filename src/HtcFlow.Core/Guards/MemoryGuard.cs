using HtcFlow.Core.Wire;

namespace HtcFlow.Core.Guards;

/// <summary>Ends an attempt whose memory is about to run out, while there is still somebody to ask for a checkpoint.</summary>
public static class MemoryGuard
{
    /// <summary>What shells report of a process that the kernel killed for want of memory: 128 + SIGKILL.</summary>
    public const int Exit = ExitCode.SignalBase + 9;

    /// <summary>Judges; null means that the attempt may go on.</summary>
    /// <param name="limits">Bars.</param>
    /// <param name="usedBytes">Memory in use that cannot be dropped: without the cache of files.</param>
    /// <param name="limitBytes">Limit of the container, 0 for none.</param>
    public static GuardVerdict? Judge(GuardLimits limits, long usedBytes, long limitBytes) =>
        limits.Memory > 0 && limitBytes > 0 && usedBytes >= limitBytes * limits.Memory
            ? new GuardVerdict(
                GuardKind.Memory,
                Outcome.Failed,
                Exit,
                $"memory is running out: {GuardText.Bytes(usedBytes)} of {GuardText.Bytes(limitBytes)} in use, the limit is {GuardText.Share(limits.Memory)}")
            : null;

    /// <summary>Says of a killed command that the kernel did it for want of memory.</summary>
    /// <param name="limitBytes">Limit of the container, 0 when it has none.</param>
    public static string KilledText(long limitBytes) => limitBytes > 0
        ? $"the kernel killed the command because memory ran out (limit {GuardText.Bytes(limitBytes)})"
        : "the kernel killed the command because the host's memory ran out";
}
