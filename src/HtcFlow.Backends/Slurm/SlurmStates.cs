using HtcFlow.Backends.Clusters.Schedulers;

namespace HtcFlow.Backends.Slurm;

/// <summary>What Slurm's states mean. Pure.</summary>
internal static class SlurmStates
{
    // A wait status as wait(2) gives it: the low seven bits are a signal, the next byte is the exit code.
    private const int SignalBits = 0x7f;
    private const int ExitShift = 8;
    private const int KilledBase = 128;

    // slurmstepd's way to say that it could not open the log.
    private const int LogSignal = 53;
    private const int OutOfMemoryExit = 137;

    /// <summary>Whether an element in a state has ended; what is completing still has processes.</summary>
    internal static bool IsEnded(string state) => state is "CD" or "F" or "CA" or "TO" or "NF" or "PR" or "OOM" or "BF" or "DL" or "RV";

    /// <summary>Where an element is that has not ended; what nobody knows waits.</summary>
    internal static QueuedState Of(string state, string reason) => state switch
    {
        "R" or "CG" or "CF" or "S" or "ST" or "SI" or "SO" or "RS" => QueuedState.Running,
        _ => SlurmReasons.IsStuck(state, reason) ? QueuedState.Stuck : QueuedState.Waiting,
    };

    /// <summary>Whether an element that waits has run before: the site's RequeueExit queues it again whatever it was submitted with.</summary>
    internal static bool IsAgain(string state, int status) => status != 0 && state is "PD" or "SE" or "RQ" or "RH" or "RF";

    /// <summary>The record of an element that has ended.</summary>
    /// <param name="job">Number of its array.</param>
    /// <param name="name">Name of its array.</param>
    /// <param name="element">Element, from 0.</param>
    /// <param name="state">Compact state.</param>
    /// <param name="status">Wait status.</param>
    /// <param name="reason">Slurm's reason.</param>
    /// <param name="host">Node; empty where it never got one.</param>
    internal static EndRecord End(string job, string name, int element, string state, int status, string reason, string host)
    {
        (int exit, string words) = state switch
        {
            "CD" => (Code(status), ""),
            "F" when (status & SignalBits) == LogSignal => (-1, "its log file could not be opened (JobLaunchFailure 0:53)"),
            "F" when status == 0 => (-1, $"it could not be started ({reason})"),
            "F" => (Code(status), reason is "None" or "NonZeroExitCode" or "JobLaunchFailure" ? "" : $"it failed ({reason})"),
            "CA" when host.Length == 0 => (-1, "it was cancelled before it started"),
            "CA" => (OrUnknown(status), "it was cancelled, by hand or since its start failed"),
            "TO" => (OrUnknown(status), "it exceeded its time limit (TIMEOUT)"),
            "OOM" => (OutOfMemoryExit, "it exceeded its memory (OUT_OF_MEMORY)"),
            "NF" => (-1, "its node failed (NODE_FAIL)"),
            "PR" => (OrUnknown(status), "it was preempted (PREEMPTED)"),
            "BF" => (-1, "its node did not boot (BOOT_FAIL)"),
            "DL" => (OrUnknown(status), "it could not end before its deadline (DEADLINE)"),
            _ => (OrUnknown(status), $"it ended in state {state}"),
        };
        return new EndRecord(job, name, element, IsLast: true, exit, words, host);
    }

    private static int OrUnknown(int status) => status == 0 ? -1 : Code(status);

    private static int Code(int status) => (status & SignalBits) is int signal and not 0 ? KilledBase + signal : (status >> ExitShift) & 0xff;
}
